// Made by `npm run sdk` from the OpenAPI document: do not edit.

export interface paths {
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccounts"];
        put?: never;
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAccountSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAccount"];
        put: operations["updateAccount"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/administrators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccountAdministrators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccountSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/settings/{settingId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["updateAccountSetting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccountFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listActivities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/administrators/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCurrentAdministrator"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/administrators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAdministrators"];
        put?: never;
        post: operations["createAdministrator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/administrators/{administratorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAdministrator"];
        put: operations["updateAdministrator"];
        post?: never;
        delete: operations["deleteAdministrator"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/administrators/username/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["checkUsername"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/administrators/{administratorId}/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLogin"];
        put?: never;
        post: operations["updateLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/administrators/{administratorId}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAdministratorRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/administrators/{administratorId}/role/{roleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["addRole"];
        delete: operations["removeRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/administrators/migrate/{administratorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["migrateAdministrator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listApplications"];
        put?: never;
        post: operations["createApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/authorized": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAuthorizedApplications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{applicationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getApplication"];
        put?: never;
        post?: never;
        delete: operations["deleteApplication"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccessPoints"];
        put?: never;
        post: operations["createAccessPoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-points/{accessPointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAccessPoint"];
        put: operations["updateAccessPoint"];
        post?: never;
        delete: operations["deleteAccessPoint"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-points/{accessPointId}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["activateAccessPoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-points/{accessPointId}/commands/{commandId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-points/{accessPointId}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listGroupsOfAccessPoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-points/{accessPointId}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["unlockAccessPoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-points/{accessPointId}/activateElevator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["activateElevator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-points/{accessPointId}/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCamerasOfAccessPoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCameras"];
        put?: never;
        post: operations["createCamera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{cameraId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCamera"];
        put: operations["updateCamera"];
        post?: never;
        delete: operations["deleteCamera"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{cameraId}/access-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccessPointsOfCamera"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{cameraId}/access-points/{accessPointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["addCameraToAccessPoint"];
        post?: never;
        delete: operations["removeCameraFromAccessPoint"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{cameraId}/video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCameraVideo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assignments/{administratorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAdminAssignments"];
        put?: never;
        post: operations["replaceAdminAssignments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batch/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getBatchJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/control-panels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listControlPanels"];
        put?: never;
        post: operations["createControlPanel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/control-panels/{controlPanelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getControlPanel"];
        put: operations["updateControlPanel"];
        post?: never;
        delete: operations["deleteControlPanel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/control-panels/{controlPanelId}/pairing-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["issuePairingCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/control-panels/{controlPanelId}/firmware": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getControlPanelFirmware"];
        put?: never;
        post: operations["updateControlPanelFirmware"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/custom-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCustomFields"];
        put?: never;
        post: operations["createCustomField"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/custom-fields/{customFieldId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCustomField"];
        put: operations["updateCustomField"];
        post?: never;
        delete: operations["deleteCustomField"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device-status/{accessPointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeviceStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/formats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCredentialFormats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCredentials"];
        put?: never;
        post: operations["createCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/{credentialId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCredential"];
        put?: never;
        post?: never;
        delete: operations["deleteCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/{credentialId}/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCredentialUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/digital/allotment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDigitalCredentialAllotment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/digital/allegion-allotment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAllegionCredentialAllotment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/createAndAssignEELPRCredential/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createLicensePlateCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/{userId}/unassignAndDeleteEELPRCredential/{credentialId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteLicensePlateCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/createAndAssignFaceprintCredential/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createFaceprintCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/deleteFaceprintCredential/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteFaceprintCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/updateFaceprintCredentialDates/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["updateFaceprintCredentialDates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listEmergencyScenarios"];
        put?: never;
        post: operations["createEmergencyScenario"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/active-scenarios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listActiveEmergencyScenarios"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/{scenarioId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEmergencyScenario"];
        put: operations["updateEmergencyScenario"];
        post?: never;
        delete: operations["deleteEmergencyScenario"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/clear-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["clearAllEmergencyScenarios"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/lockdown/{scenarioId}/initiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["initiateEmergencyLockdown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/default-lockdown/initiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["initiateDefaultEmergencyLockdown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/lockdown/{scenarioId}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["clearEmergencyLockdown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/default-lockdown/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["clearDefaultEmergencyLockdown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/egress/{scenarioId}/initiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["initiateEmergencyEgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/default-egress/initiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["initiateDefaultEmergencyEgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/egress/{scenarioId}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["clearEmergencyEgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency-scenarios/default-egress/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["clearDefaultEmergencyEgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/event-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listEventSubscriptions"];
        put?: never;
        post: operations["createEventSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/event-subscriptions/{eventSubscriptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEventSubscription"];
        put: operations["updateEventSubscription"];
        post?: never;
        delete: operations["deleteEventSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listEventTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccessEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/counts/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["countAccessEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/counts/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["countAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listGroups"];
        put?: never;
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getGroup"];
        put: operations["updateGroup"];
        post?: never;
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listGroupUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["addUserToGroup"];
        post?: never;
        delete: operations["removeUserFromGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/access/access-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listGroupPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/access/access-points/{accessPointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["assignGroupPermission"];
        post?: never;
        delete: operations["removeGroupPermission"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listHolidays"];
        put?: never;
        post: operations["createHoliday"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/holidays/{holidayId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHoliday"];
        put: operations["updateHoliday"];
        post?: never;
        delete: operations["deleteHoliday"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listRoles"];
        put?: never;
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{roleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["updateRole"];
        post?: never;
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSchedules"];
        put?: never;
        post: operations["createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{scheduleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSchedule"];
        put: operations["updateSchedule"];
        post?: never;
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/change-state/{accessPointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["setDoorOverride"];
        delete: operations["cancelDoorOverride"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/proximity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSitesProximity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/proximity/wifi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["registerWifiOfSites"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/{siteId}/proximity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSiteProximity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/{siteId}/proximity/wifi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["registerWifi"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSites"];
        put?: never;
        post: operations["createSite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/root": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRootSite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/{siteId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSite"];
        put: operations["updateSite"];
        post?: never;
        delete: operations["deleteSite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/{siteId}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listGroupsOfSite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/{siteId}/access-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAccessPointsOfSite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sites/{siteId}/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCamerasOfSite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCurrentTime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/service-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServiceToken"];
        put?: never;
        post: operations["createServiceToken"];
        delete: operations["revokeServiceToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUsers"];
        put?: never;
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUser"];
        put: operations["updateUser"];
        post?: never;
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch: operations["patchUser"];
        trace?: never;
    };
    "/users/{externalId}/external": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserByExternalId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/suspended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserSuspended"];
        put: operations["setUserSuspended"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUserCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/credentials/{credentialId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["assignCredential"];
        post?: never;
        delete: operations["revokeCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/custom-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listFieldValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/custom-fields/{customFieldId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["updateFieldValue"];
        post?: never;
        delete: operations["deleteFieldValue"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/revoke-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["revokeUserCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createUserBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserPhoto"];
        put?: never;
        post: operations["uploadUserPhoto"];
        delete: operations["deleteUserPhoto"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUserGroups"];
        put?: never;
        post: operations["updateUserGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/credentials/digital-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUserDigitalInvitations"];
        put: operations["resendUserDigitalInvitation"];
        post: operations["createUserDigitalInvitation"];
        delete: operations["cancelUserDigitalInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/credentials/digital": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOwnDigitalCredential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/credentials/brivo-wallet-pass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["setBrivoWalletPasses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPass"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/brivo-visitor/create-and-assign-visitor-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createVisitor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/brivo-visitor/{visitorUserId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteVisitor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/brivo-visitor/{visitorUserId}/credentials/digital-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["renewVisitorDigitalInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/face-consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["showFaceConsent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/face-consents/give": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["giveFaceConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/face-consents/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["withdrawFaceConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/digital-invitations/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redeemDigitalInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/camera-clips/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["openDemoClip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccountListed: {
            id: number;
            name: string;
            accountNumber: string;
            accountType: string;
            masterAdmin?: {
                username: string;
                firstName: string;
                lastName: string;
            };
        };
        Error: {
            message: string;
            code: number;
        };
        AccountSummary: {
            doorCount?: number;
            activeUserCount?: number;
            panelCount?: number;
            cameraCount?: number;
            panelOffline?: number;
            panelsOffline?: number;
            siteCount?: number;
            administratorCount?: number;
            credentialCount?: number;
        };
        Account: {
            id: number;
            name: string;
            accountNumber: string;
            accountType: string;
            masterAdmin?: {
                username: string;
                firstName: string;
                lastName: string;
            };
            description?: string;
            contact?: components["schemas"]["Contact"];
            emergency?: components["schemas"]["Contact"];
            billing?: components["schemas"]["Contact"];
        };
        Contact: {
            streetAddress1?: string;
            streetAddress2?: string;
            city?: string;
            state?: string;
            postalCode?: string;
            country?: string;
            telephoneNumber?: string;
            telephoneExtension?: string;
            firstName?: string;
            lastName?: string;
            email?: string;
            /** @description Shown to a CSR only */
            notes?: string;
        };
        AccountUpdated: {
            id: number;
            name: string;
            accountNumber: string;
            accountType: string;
            masterAdmin?: {
                username: string;
                firstName: string;
                lastName: string;
                email?: string;
            };
            description?: string;
            contact?: components["schemas"]["Contact"];
            emergency?: components["schemas"]["Contact"];
            billing?: components["schemas"]["Contact"];
        };
        /**
         * @example {
         *       "name": "Acme Corp",
         *       "description": "Acme Operation North Division",
         *       "contact": {
         *         "streetAddress1": "413 Cheshire Way",
         *         "city": "ThisWay",
         *         "state": "Underland",
         *         "postalCode": "21255",
         *         "country": "United States",
         *         "telephoneNumber": "222-333-1111",
         *         "telephoneExtension": "33",
         *         "firstName": "Alice",
         *         "lastName": "Carroll"
         *       },
         *       "masterAdmin": {
         *         "username": "alice.carroll",
         *         "firstName": "Alice",
         *         "lastName": "Carroll",
         *         "email": "alice@acme.example"
         *       }
         *     }
         */
        NewAccountInput: {
            name: string;
            description?: string | null;
            contact: components["schemas"]["ContactInput"];
            emergency?: components["schemas"]["EmergencyContactInput"];
            billing?: components["schemas"]["ContactInput"] & (Record<string, never> | null);
            masterAdmin: components["schemas"]["FirstAdministratorInput"];
        };
        ContactInput: {
            firstName: string;
            lastName: string;
            telephoneNumber: string;
            streetAddress1: string;
            city: string;
            state: string;
            postalCode: string;
            streetAddress2?: string | null;
            country?: string | null;
            telephoneExtension?: string | null;
            email?: string | null;
            notes?: string | null;
        };
        EmergencyContactInput: {
            firstName: string;
            lastName: string;
            telephoneNumber: string;
            streetAddress1?: string | null;
            city?: string | null;
            state?: string | null;
            postalCode?: string | null;
            streetAddress2?: string | null;
            country?: string | null;
            telephoneExtension?: string | null;
            email?: string | null;
            notes?: string | null;
        } | null;
        FirstAdministratorInput: {
            username: string;
            firstName: string;
            middleName?: string | null;
            lastName: string;
            email: string;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timezone?: string | null;
        };
        /**
         * @example {
         *       "name": "Acme Corp",
         *       "description": "Acme Operation North Division",
         *       "contact": {
         *         "streetAddress1": "413 Cheshire Way",
         *         "city": "ThisWay",
         *         "state": "Underland",
         *         "postalCode": "21255",
         *         "country": "United States",
         *         "telephoneNumber": "222-333-1111",
         *         "telephoneExtension": "33",
         *         "firstName": "Alice",
         *         "lastName": "Carroll"
         *       }
         *     }
         */
        AccountInput: {
            name: string;
            description?: string | null;
            contact: components["schemas"]["ContactInput"];
            emergency?: components["schemas"]["EmergencyContactInput"];
            billing?: components["schemas"]["ContactInput"] & (Record<string, never> | null);
        };
        AccountAdministrator: {
            id: number;
            username: string;
            firstName: string;
            lastName: string;
            email: string;
            timezone: string;
            owner: boolean;
        };
        AccountSetting: {
            id: number;
            name: string;
            value: string;
            defaultValue: string;
        };
        /**
         * @example {
         *       "value": "42"
         *     }
         */
        AccountSettingInput: {
            value: string | number | boolean;
        };
        AccountFeature: {
            id: number;
            name: string;
            enabled: boolean;
        };
        /**
         * @example {
         *       "id": 11111111,
         *       "occurred": "2015-05-01T14:35:50Z",
         *       "siteId": 9999,
         *       "siteName": "Site 1",
         *       "userId": 333333,
         *       "objectId": 444444,
         *       "objectType": "ACCESS-POINT",
         *       "objectName": "Front door",
         *       "actionTypeId": 5018,
         *       "description": "Failed Access by John Smith: Unauthorized Access Attempt"
         *     }
         */
        Activity: {
            id: number;
            occurred: string;
            siteId?: number;
            siteName?: string;
            userId?: number;
            objectId?: number;
            objectType?: string;
            objectName?: string;
            /** @description A code of `GET /event-types` */
            actionTypeId: number;
            description: string;
        };
        Administrator: {
            id: number;
            username: string;
            firstName: string;
            middleName?: string;
            lastName: string;
            identityType: string;
            email: string;
            timezone: string;
            canCreateAdmins: boolean;
        };
        AdministratorRetrieved: {
            id: number;
            username: string;
            firstName: string;
            middleName?: string;
            lastName: string;
            identityType: string;
            email: string;
            timezone: string;
            canCreateAdmins: boolean;
            accountId: number;
        };
        AdministratorInput: {
            username: string;
            firstName: string;
            middleName?: string | null;
            lastName: string;
            email: string;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timezone?: string | null;
            securityQuestion: string;
            securityAnswer: string;
            /** @enum {string|null} */
            identityType?: "ASSISTANT" | "SENIOR" | "DEALER" | null;
            canCreateAdmins?: boolean | null;
            password?: string | null;
        };
        AdministratorUpdate: {
            firstName: string;
            middleName?: string | null;
            lastName: string;
            email: string;
            /** @enum {string|null} */
            identityType?: "CSR" | "DEALER" | "MASTER" | "SENIOR" | "ASSISTANT" | null;
            canCreateAdmins?: boolean | null;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timezone?: string | null;
        };
        UsernameAvailable: {
            /** @enum {string} */
            available: "true" | "false";
        };
        UsernameCheck: {
            username: string;
        };
        Login: {
            active: boolean;
            locked: boolean;
            temporaryPassword: boolean;
            securityQuestion?: string;
            retryCount: number;
            lastAttempted?: string;
            temporaryPasswordExpiration?: string;
            expiration?: string;
        };
        LoginUpdate: {
            active?: boolean;
            password?: string | null;
            temporaryPassword?: boolean;
            securityQuestion?: string | null;
            securityAnswer?: string | null;
            expiration?: string | null;
        };
        RoleList: {
            data: components["schemas"]["RoleListed"][];
            count: number;
        };
        RoleListed: {
            id: number;
            name: string;
            description?: string;
            /** @enum {string} */
            roleType: "DEFAULT" | "CUSTOM";
        };
        Application: {
            id: number;
            accountId: number;
            name: string;
            description?: string;
            grantTypes: string[];
            clientId: string;
            /** @description Seconds */
            accessTokenTtl: number;
            /** @description Seconds */
            refreshTokenTtl: number;
            created: string;
            updated: string;
        };
        ApplicationCreated: {
            id: number;
            accountId: number;
            name: string;
            description?: string;
            grantTypes: string[];
            clientId: string;
            /** @description Seconds */
            accessTokenTtl: number;
            /** @description Seconds */
            refreshTokenTtl: number;
            created: string;
            updated: string;
            /** @description The client secret, which is shown this once */
            secret?: string;
        };
        /**
         * @example {
         *       "name": "Mobile One Administrative Application",
         *       "description": "3rd Party Administrative mobile application",
         *       "redirectUri": "mobileone://mobile.deeplink/approval_receieved",
         *       "grantTypes": [
         *         "authorization_code",
         *         "refresh_token"
         *       ]
         *     }
         */
        ApplicationInput: {
            name: string;
            description: string;
            redirectUri?: string | null;
            grantTypes: ("authorization_code" | "password" | "refresh_token")[];
        };
        /**
         * @example {
         *       "identity": {
         *         "id": 212121,
         *         "username": "jean.luc",
         *         "firstName": "Jean-Luc",
         *         "lastName": "Picard"
         *       },
         *       "applications": [
         *         {
         *           "name": "Acme integrator app",
         *           "description": "Acme corps integrator app for the arts",
         *           "clientId": "7955256f-b655-41d2-8f6e-02149400a664"
         *         }
         *       ]
         *     }
         */
        AuthorizedApplication: {
            identity: {
                id: number;
                username: string;
                firstName: string;
                lastName: string;
            };
            applications: {
                name: string;
                description?: string;
                clientId: string;
            }[];
        };
        AccessPointListed: {
            id: number;
            name: string;
            controlPanelId: number;
            siteId: number;
            siteName: string;
            activationEnabled: boolean;
            twoFactorEnabled: boolean;
            type: string;
            reportLiveStatus: boolean;
        };
        AccessPoint: {
            id: number;
            name: string;
            controlPanelId: number;
            siteId: number;
            siteName: string;
            activationEnabled: boolean;
            twoFactorEnabled: boolean;
            type: string;
            reportLiveStatus: boolean;
            pulseSeconds: number;
            unlockScheduleId?: number;
            unlockScheduleName?: string;
            unlockScheduleEnablingGroupId?: number;
        };
        AccessPointInput: {
            name: string;
            /** @default true */
            activationEnabled: boolean;
            /** @default false */
            twoFactorEnabled: boolean;
            /** @default true */
            reportLiveStatus: boolean;
            /** @default 5 */
            pulseSeconds: number | null;
            /** @description Id of one Panel */
            controlPanelId: number;
            /** @description Id of one Schedule */
            unlockScheduleId?: number | null;
        };
        AccessPointPatch: {
            name?: string | null;
            activationEnabled?: boolean;
            twoFactorEnabled?: boolean;
            reportLiveStatus?: boolean;
            pulseSeconds?: number | null;
            /** @description Id of one Schedule */
            unlockScheduleId?: number | null;
        };
        Command: {
            id: string;
            /** @enum {string} */
            kind: "activate" | "activate_floors";
            accessPointId: number;
            controlPanelId: number;
            /** @enum {string} */
            state: "accepted" | "sent" | "received" | "executing" | "succeeded" | "failed" | "rejected" | "expired" | "unknown";
            reason?: string;
            issued: string;
            /** @description The panel does not do it after this */
            notAfter: string;
            sends: number;
            sent?: string;
            received?: string;
            executing?: string;
            settled?: string;
        };
        GroupListed: {
            id: number;
            name: string;
        };
        /**
         * @example {
         *       "credentialValue": "0c1f"
         *     }
         */
        UnlockInput: {
            credentialValue?: string | number | null;
        };
        /**
         * @example {
         *       "pulseTime": 1,
         *       "targetDevices": [
         *         1,
         *         2,
         *         3
         *       ]
         *     }
         */
        ElevatorActivation: {
            /** @description For how many seconds the floors may be chosen */
            pulseTime: number;
            targetDevices?: number[] | null;
        };
        CameraListed: {
            id: number;
            name: string;
            videoProvider: components["schemas"]["VideoProviderListed"];
            site: {
                id: number;
                siteName: string;
            };
        };
        VideoProviderListed: {
            /** @example DEMO */
            type: string;
        };
        Camera: {
            id: number;
            name: string;
            videoProvider: components["schemas"]["VideoProvider"];
            site: {
                id: number;
                siteName: string;
            };
            /** @description Opens the live view without a token, for a limited time */
            liveViewUrl?: string;
            /**
             * @description What the provider says; UNKNOWN when it gives no answer
             * @enum {string}
             */
            status?: "ONLINE" | "OFFLINE" | "UNKNOWN";
        };
        VideoProvider: {
            /** @example DEMO */
            type: string;
            /** @description The provider's own id of the camera */
            cameraId: string;
        };
        CameraInput: {
            /** @example Front door camera */
            name: string;
            /** @description Id of one Site */
            siteId: number;
            videoProvider: components["schemas"]["VideoProviderInput"];
        };
        VideoProviderInput: {
            /**
             * @description Which video provider has the pictures of the camera; upper or lower case
             * @example DEMO
             */
            type: string;
            /**
             * @description The provider's own id of the camera
             * @example front-door
             */
            cameraId: string;
        };
        CameraPatch: {
            /** @example Front door camera */
            name?: string | null;
            /** @description Id of one Site */
            siteId?: number | null;
            videoProvider?: components["schemas"]["VideoProviderInput"] & (Record<string, never> | null);
        };
        CameraVideo: {
            startTime: string;
            endTime: string;
            camera: components["schemas"]["CameraListed"];
            videoClips: components["schemas"]["VideoClip"][];
        };
        VideoClip: {
            /**
             * @description What kind of file the link opens
             * @example mp4
             */
            format: string;
            startTime: string;
            endTime: string;
            /** @description Opens the clip without a token, for a limited time */
            url: string;
        };
        Assignments: {
            sites: components["schemas"]["AssignmentSelection"];
            groups: components["schemas"]["AssignmentSelection"];
            emergencyScenarios: components["schemas"]["AssignmentSelection"];
            emergencyScenario: components["schemas"]["AssignmentSelection"];
        };
        AssignmentSelection: {
            isAll: boolean;
            assignments: {
                name: string;
                id: number;
            }[];
        };
        /**
         * @example {
         *       "sites": {
         *         "assignmentType": "ALL"
         *       },
         *       "groups": {
         *         "assignmentType": "SELECTED",
         *         "selectedIds": [
         *           111,
         *           222
         *         ]
         *       },
         *       "emergencyScenarios": {
         *         "assignmentType": "NONE"
         *       }
         *     }
         */
        AssignmentsInput: {
            sites: {
                /** @enum {string} */
                assignmentType: "ALL" | "SELECTED" | "NONE";
                selectedIds?: number[] | null;
            };
            groups: {
                /** @enum {string} */
                assignmentType: "ALL" | "SELECTED" | "NONE";
                selectedIds?: number[] | null;
            };
            emergencyScenarios: {
                /** @enum {string} */
                assignmentType: "ALL" | "SELECTED" | "NONE";
                selectedIds?: number[] | null;
            };
        };
        BatchJobWithRows: {
            jobId: string;
            /** @enum {string} */
            status: "PENDING" | "RUNNING" | "FINISHED" | "STOPPED";
            message?: string;
            total: number;
            succeeded: number;
            failed: number;
            created: string;
            updated: string;
            expires: string;
            data: components["schemas"]["BatchRow"][];
            offset: number;
            pageSize: number;
            count: number;
        };
        BatchRow: {
            row: number;
            /** @enum {string} */
            status: "PENDING" | "CREATED" | "FAILED" | "SKIPPED";
            userId?: number;
            error?: {
                field?: string;
                message: string;
            };
        };
        ControlPanelListed: {
            id: number;
            panelName: string;
            serialNumber: string;
            activated?: string;
            updated: string;
            lastContact?: string;
            firmwareVersion?: string;
            panelType: string;
            /** @enum {string} */
            status: "CONNECTED" | "DISCONNECTED";
        };
        ControlPanel: {
            id: number;
            panelName: string;
            serialNumber: string;
            activated?: string;
            updated: string;
            lastContact?: string;
            firmwareVersion?: string;
            panelType: string;
            /** @enum {string} */
            status: "CONNECTED" | "DISCONNECTED";
            siteId: number;
            siteName: string;
            connectedSince?: string;
            configuration: components["schemas"]["ControlPanelConfiguration"];
            posture: components["schemas"]["ControlPanelPosture"];
        };
        ControlPanelConfiguration: {
            desiredVersion: number;
            sentVersion: number;
            appliedVersion: number;
            /** @description Versions that the panel is behind */
            lag: number;
            /** @description For how long it has been behind; 0 when it is not */
            lagSeconds: number;
            refused?: {
                version: number;
                error?: string;
                at: string;
            };
        };
        /** @description Overrides and emergencies: which version of them the panel has */
        ControlPanelPosture: {
            desiredVersion: number;
            sentVersion: number;
            appliedVersion: number;
        };
        ControlPanelWithCode: {
            id: number;
            panelName: string;
            serialNumber: string;
            siteId: number;
            siteName: string;
            /** @description Pairs the panel, once; it is not shown again */
            pairingCode: string;
            pairingCodeExpires: string;
        };
        ControlPanelInput: {
            serialNumber: string;
            name: string;
            /** @description Id of one Site */
            siteId: number;
        };
        ControlPanelPatch: {
            name?: string | null;
            /** @description Id of one Site */
            siteId?: number | null;
        };
        ControlPanelFirmware: {
            id: number;
            panelName: string;
            serialNumber: string;
            activated?: string;
            updated: string;
            firmwareVersion?: string;
            version?: string;
            availableVersions: string[];
            update?: components["schemas"]["ControlPanelFirmwareUpdate"];
        };
        /** @description What the panel was last asked to install, and how far that came */
        ControlPanelFirmwareUpdate: {
            version: string;
            /** @enum {string} */
            state: "REQUESTED" | "SENT" | "INSTALLED" | "FAILED" | "EXPIRED";
            requested: string;
            /** @description When the cloud noted how it ended */
            ended?: string;
            error?: string;
        };
        /**
         * @example {
         *       "firmwareVersion": "5.20.0"
         *     }
         */
        ControlPanelFirmwareInput: {
            /** @description The firmware version to install on the Control Panel */
            firmwareVersion: string;
        };
        CustomField: {
            id: number;
            fieldName: string;
            /** @enum {string} */
            fieldType: "TEXT" | "NUMBER" | "DATE";
            displayOrder: number;
            pattern?: string;
            datePattern?: string;
        };
        CustomFieldInput: {
            /** @enum {string} */
            fieldType: "TEXT" | "NUMBER" | "DATE";
            fieldName: string;
            displayOrder?: number | null;
            pattern?: string;
            datePattern?: string;
        };
        CustomFieldUpdate: {
            /** @enum {string|null} */
            fieldType?: "TEXT" | "NUMBER" | "DATE" | null;
            fieldName: string;
            displayOrder?: number | null;
            pattern?: string;
            datePattern?: string;
        };
        DeviceStatus: {
            accessPointName: string;
            /** @enum {string} */
            accessPointState: "LOCKED" | "UNLOCKED" | "UNKNOWN";
            /** @enum {string} */
            accessPointScheduledState: "LOCK" | "UNLOCK" | "UNKNOWN";
            /** @enum {string} */
            accessPointInputState: "LOCKED" | "UNLOCKED" | "UNKNOWN";
            statusUpdated?: string;
            siteName: string;
            siteTimezone: string;
            panelName: string;
            panelCpNumber: string;
            canPanelSupportScheduleOverride: boolean;
            unlockSchedule?: {
                id: number;
                name: string;
                isScheduleBlockActive: boolean;
                nextTimeChange?: string;
            };
            scheduleOverride?: {
                /** @enum {string} */
                endTimeMode: "UNTIL_TIME" | "UNTIL_NEXT_SCHEDULE_CHANGE" | "INDEFINITE";
                /** @enum {string} */
                behavior: "LOCK" | "UNLOCK";
                endTime?: string;
            };
        };
        CredentialFormat: {
            id: number;
            name: string;
            credentialFields: {
                id: number;
                name: string;
            }[];
        };
        Credential: {
            id: number;
            credentialFormat: {
                id: number;
                name: string;
            };
            referenceId?: string;
            encodedCredential: string;
            fieldValues: {
                id: number;
                value: string;
                name: string;
            }[];
            size?: number;
            accountId: number;
        };
        CredentialInput: {
            credentialFormat: {
                id: number;
            };
            referenceId?: string;
            encodedCredential?: string | null;
            size?: number | null;
            fieldValues?: {
                id: number;
                value: string | number;
            }[] | null;
            credentialUsedWithOfflineLocks?: boolean | null;
        };
        UserListed: {
            id: number;
            externalId?: string;
            firstName: string;
            middleName?: string;
            lastName: string;
            suspended: boolean;
            /** @enum {string} */
            kind?: "VISITOR";
        };
        DigitalCredentialAllotment: {
            allotted: number;
            assigned: number;
        };
        LicensePlateInput: {
            /** Format: date-time */
            effectiveFrom?: string;
            /** Format: date-time */
            effectiveTo?: string;
            referenceId: string;
        };
        FaceprintInput: {
            email: string;
            /**
             * @default en
             * @enum {string}
             */
            language: "en" | "fr" | "es" | "nl" | "de" | "sv";
        };
        EffectiveDateRange: {
            /** Format: date-time */
            effectiveFrom?: string;
            /** Format: date-time */
            effectiveTo?: string;
        };
        EmergencyScenario: {
            id: number;
            name: string;
            isDefault: boolean;
            deviceIds: number[];
            triggerIds: number[];
            created?: string;
            updated?: string;
            issued: string | null;
            /** @description 2 lockdown, 3 egress */
            threatLevelTypeId: number;
        };
        EmergencyScenarioState: {
            id: number;
            name: string;
            isDefault: boolean;
            deviceIds: number[];
            triggerIds: number[];
            created?: string;
            updated?: string;
            issued: string | null;
            /** @description 2 lockdown, 3 egress */
            threatLevelTypeId: number;
            devicesThatDidFail: components["schemas"]["ScenarioDevice"][];
        };
        ScenarioDevice: {
            deviceOid: number;
            name: string;
        };
        /**
         * @example {
         *       "name": "Lockdown scenario 1",
         *       "threatLevelTypeId": 2,
         *       "deviceIds": [
         *         5648473
         *       ],
         *       "isDefault": false
         *     }
         */
        EmergencyScenarioInput: {
            name: string;
            /** @description 2 lockdown, 3 egress */
            threatLevelTypeId: number;
            /** @description Access points of the scenario */
            deviceIds?: number[] | null;
            isDefault?: boolean | null;
        };
        /**
         * @example {
         *       "deviceIds": [
         *         5648473,
         *         5648605
         *       ]
         *     }
         */
        EmergencyScenarioPatch: {
            name?: string | null;
            /** @description Access points of the scenario */
            deviceIds?: number[] | null;
            isDefault?: boolean | null;
        };
        FailedScenarios: {
            failedScenarios: {
                scenarioOid: number;
                name: string;
                reason: string;
            }[];
        };
        ScenarioResult: {
            scenarioOid: number;
            /** @description No device follows yet; those that are out of contact do when they are heard */
            didAllFail: boolean;
            devicesThatDidFail: components["schemas"]["ScenarioDevice"][];
        };
        EventSubscriptionListed: {
            id: number;
            name: string;
            url: string;
            errorEmail?: string;
            criteria: components["schemas"]["EventSubscriptionCriteria"][];
            disabled?: {
                since: string;
                reason: string;
            };
        };
        EventSubscriptionCriteria: {
            id: number;
            /** @enum {string} */
            criteriaType: "SITE" | "USER" | "ACCESS-POINT" | "AUDIT";
            /** @enum {string} */
            criteriaOperationType: "EQ" | "NE";
            criteriaValue: number;
        };
        EventSubscription: {
            id: number;
            name: string;
            url: string;
            errorEmail?: string;
            criteria: components["schemas"]["EventSubscriptionCriteria"][];
            disabled?: {
                since: string;
                reason: string;
            };
            encryptedSecretWord: string;
        };
        EventSubscriptionCreated: {
            id: number;
            name: string;
            url: string;
            errorEmail?: string;
            criteria: components["schemas"]["EventSubscriptionCriteria"][];
            disabled?: {
                since: string;
                reason: string;
            };
            encryptedSecretWord: string;
            signingSecret: string;
        };
        EventSubscriptionInput: {
            name: string;
            url: string;
            errorEmail?: string | "" | null;
            criteria?: components["schemas"]["EventSubscriptionCriteriaInput"][] | null;
        };
        EventSubscriptionCriteriaInput: {
            /** @enum {string} */
            criteriaType: "SITE" | "USER" | "ACCESS-POINT" | "AUDIT";
            /** @enum {string} */
            criteriaOperationType: "EQ" | "NE";
            criteriaValue: number | string;
        };
        EventType: {
            securityActionId: number;
            action: string;
            exception: boolean;
            securityActionType: {
                typeKey: string;
                description: string;
            };
            /** @enum {string} */
            priority: "HIGH" | "MEDIUM" | "LOW";
            /** @enum {string} */
            kind: "access" | "audit";
            eventType: string;
        };
        EventPage: {
            data: components["schemas"]["Event"][];
            offset?: string;
            pageSize: number;
        };
        Event: {
            accountId: number;
            objectType?: string;
            uuid: string;
            securityAction: {
                securityActionId: number;
                action: string;
                exception: boolean;
                securityActionType: {
                    typeKey: string;
                    description: string;
                };
                /** @enum {string} */
                priority: "HIGH" | "MEDIUM" | "LOW";
            };
            actor?: {
                id?: number;
                objectType?: string;
                name?: string;
            };
            eventObject?: {
                id?: number;
                objectType?: string;
                name?: string;
                deviceType?: {
                    id: number;
                    name: string;
                };
            };
            site?: {
                id: number;
                siteName: string;
            };
            occurred: string;
            processed: string;
            eventData: {
                actorName?: string;
                objectName?: string;
                objectGroupName?: string;
                objectTypeId?: number;
                deviceTypeId?: number;
                actionAllowed?: boolean;
                credentialObjectId?: number;
                credentials?: {
                    id?: number;
                    reference_id?: string;
                    disabled: boolean;
                }[];
                unknownWeigand?: string;
                credentialBitLength?: number;
                propertyChanges?: {
                    property: string;
                    previousValue?: string;
                    currentValue?: string;
                }[];
                detail?: string;
            };
        };
        EventCount: {
            count: number;
        };
        Feature: {
            id: number;
            key: string;
            displayOrder: number;
            applicationId: number;
            /** @enum {string} */
            permissionSet: "FULL" | "LIMITED" | "CUSTOM" | "NONE";
            permissions: components["schemas"]["FeaturePermission"][];
        };
        FeaturePermission: {
            id: number;
            key: string;
            limited: boolean;
            hasPermission: boolean;
            dependencies: number[];
        };
        Group: {
            id: number;
            name: string;
            antipassbackResetTime?: string;
            keypadUnlock: boolean;
            immuneToAntipassback: boolean;
            excludedFromLockdown: boolean;
        };
        GroupInput: {
            name: string;
            keypadUnlock?: boolean | null;
            immuneToAntipassback?: boolean | null;
            excludedFromLockdown?: boolean | null;
            /**
             * @description Minute of the day, 0 to 1440; empty clears it
             * @example 1399
             */
            antipassbackResetTime?: string;
        };
        AccessPermission: {
            accessPoint: {
                id: number;
                name: string;
                type: string;
            };
            schedule: {
                id: number;
                name: string;
            };
            privacyModeOverride?: boolean;
            /** @description The wider rule that gives this permission. It cannot be changed or deleted here (412). */
            ruleId?: number;
            /**
             * @description The one side of the door: 1 entry, 2 exit. Absent for both.
             * @enum {number}
             */
            side?: 1;
        };
        AccessPermissionInput: {
            schedule: {
                /** @description Id of one Schedule */
                id: number;
            };
            privacyModeOverride?: boolean | null;
        };
        Holiday: {
            id: number;
            name: string;
            start: string;
            end: string;
            siteName: string;
            siteId?: number;
        };
        HolidayInput: {
            name: string;
            /** @description Id of one Site */
            siteId?: number | null;
            /**
             * @description Local date-time of the site, without an offset
             * @example 2019-01-01T00:00:00
             */
            start: string;
            /**
             * @description Local date-time of the site, without an offset
             * @example 2019-01-01T00:00:00
             */
            end: string;
        };
        Role: {
            id: number;
            name: string;
            description?: string;
            /** @enum {string} */
            roleType: "DEFAULT" | "CUSTOM";
            features: {
                id: number;
                key: string;
                displayOrder: number;
                applicationId: number;
                permissionSet: string;
                permissions: {
                    id: number;
                    key: string;
                    limited: boolean;
                    hasPermission: boolean;
                    dependencies: number[];
                }[];
            }[];
        };
        RoleInput: {
            name: string;
            description?: string | null;
            features?: {
                id: number;
                /** @enum {string} */
                permissionSet: "FULL" | "LIMITED" | "CUSTOM" | "NONE";
                permissions?: number[] | null;
            }[] | null;
        };
        ScheduleListed: {
            id: number;
            name: string;
            editable: boolean;
            siteName: string;
        };
        Schedule: {
            id: number;
            name: string;
            editable: boolean;
            siteName: string;
            siteId?: number;
            enablingGroupId?: number;
            enablingGroupName?: string;
            gracePeriod?: number;
            scheduleBlocks: components["schemas"]["ScheduleBlocks"];
            scheduleExceptions: components["schemas"]["ScheduleException"][];
            holidays: {
                name: string;
                start: string;
                end: string;
            }[];
        };
        ScheduleBlocks: {
            /** @default [] */
            monday: components["schemas"]["ScheduleBlock"][] | null;
            /** @default [] */
            tuesday: components["schemas"]["ScheduleBlock"][] | null;
            /** @default [] */
            wednesday: components["schemas"]["ScheduleBlock"][] | null;
            /** @default [] */
            thursday: components["schemas"]["ScheduleBlock"][] | null;
            /** @default [] */
            friday: components["schemas"]["ScheduleBlock"][] | null;
            /** @default [] */
            saturday: components["schemas"]["ScheduleBlock"][] | null;
            /** @default [] */
            sunday: components["schemas"]["ScheduleBlock"][] | null;
            /** @default [] */
            holiday: components["schemas"]["ScheduleBlock"][] | null;
        };
        ScheduleBlock: {
            /**
             * @description HH:MM, on the wall clock of the site
             * @example 09:00
             */
            start: string;
            /**
             * @description HH:MM, on the wall clock of the site
             * @example 09:00
             */
            end: string;
        };
        ScheduleException: {
            /** @enum {string} */
            enabling: "ENABLE" | "DISABLE";
            /**
             * @description HH:MM, on the wall clock of the site
             * @example 09:00
             */
            start: string;
            /**
             * @description HH:MM, on the wall clock of the site
             * @example 09:00
             */
            end: string;
            recurrence: components["schemas"]["Recurrence"];
        };
        Recurrence: {
            /** @enum {string} */
            type: "SINGULAR";
            /** Format: date */
            date: string;
        } | {
            /** @enum {string} */
            type: "DAY_OF_MONTH";
            /** @enum {string} */
            day: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";
            weekOfMonth: number;
        };
        ScheduleInput: {
            name: string;
            /** @description Id of one Group */
            enablingGroupId?: number | null;
            gracePeriod?: number | null;
            scheduleBlocks: {
                /** @default [] */
                monday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                tuesday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                wednesday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                thursday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                friday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                saturday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                sunday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                holiday: components["schemas"]["ScheduleBlock"][] | null;
            };
            scheduleExceptions?: components["schemas"]["ScheduleException"][] | null;
            /** @description Id of one Site */
            siteId?: number | null;
        };
        ScheduleUpdate: {
            name: string;
            /** @description Id of one Group */
            enablingGroupId?: number | null;
            gracePeriod?: number | null;
            scheduleBlocks: {
                /** @default [] */
                monday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                tuesday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                wednesday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                thursday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                friday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                saturday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                sunday: components["schemas"]["ScheduleBlock"][] | null;
                /** @default [] */
                holiday: components["schemas"]["ScheduleBlock"][] | null;
            };
            scheduleExceptions?: components["schemas"]["ScheduleException"][] | null;
        };
        /**
         * @example {
         *       "endTimeMode": "UNTIL_TIME",
         *       "behavior": "LOCK",
         *       "endTime": "2030-01-02T22:00:00Z"
         *     }
         */
        DoorOverrideInput: {
            /**
             * @description What ends the override: its `endTime`, the next change of the unlock schedule of the access point, or nothing but its cancellation
             * @enum {string}
             */
            endTimeMode: "UNTIL_TIME" | "UNTIL_NEXT_SCHEDULE_CHANGE" | "INDEFINITE";
            /**
             * @description Whether the override locks the access point or unlocks it
             * @enum {string}
             */
            behavior: "LOCK" | "UNLOCK";
            /**
             * Format: date-time
             * @description ISO 8601 date-time; any offset
             */
            endTime?: string | null;
        };
        NamedProximity: {
            id: number;
            name: string;
            proximity: components["schemas"]["Proximity"];
        };
        Proximity: {
            wifi: components["schemas"]["Wifi"][];
        };
        Wifi: {
            ssid: string;
        };
        SitesProximityInput: {
            proximity: components["schemas"]["Proximity"];
            /** @description Id of one Site */
            id: number;
        }[];
        SiteProximity: {
            id: number;
            siteName: string;
            proximity: components["schemas"]["Proximity"];
        };
        ProximityInput: {
            proximity: components["schemas"]["Proximity"];
        };
        SiteListed: {
            id: number;
            siteName: string;
        };
        Site: {
            id: number;
            siteName: string;
            timeZone: string;
            address?: components["schemas"]["Address"];
        };
        Address: {
            streetAddress1?: string;
            streetAddress2?: string;
            city?: string;
            state?: string;
            postalCode?: string;
            country?: string;
            telephoneNumber?: string;
            telephoneExtension?: string;
        };
        SiteInput: {
            siteName: string;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timeZone: string;
            address?: components["schemas"]["AddressInput"];
        };
        AddressInput: {
            streetAddress1?: string | null;
            streetAddress2?: string | null;
            city?: string | null;
            state?: string | null;
            postalCode?: string | null;
            country?: string | null;
            telephoneNumber?: string | null;
            telephoneExtension?: string | null;
        } | null;
        SitePatch: {
            siteName?: string | null;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timeZone?: string | null;
            address?: components["schemas"]["AddressInput"];
        };
        CurrentTime: {
            time: string;
        };
        /**
         * @example {
         *       "uuid": "67dbd697-8a29-49d3-8897-f28873a89328",
         *       "value": "eyJhbGciOiJSUzI1NiJ9.eyJ1c2kZCI6dHJ1ZX0.KrTY1LRNTmbr2-UmbxH2mIGw",
         *       "expires": "2027-03-02T12:00:00Z"
         *     }
         */
        ServiceTokenCreated: {
            uuid: string;
            /** @description When the token stops working by itself; beyond the API document */
            expires: string;
            /** @description The token, which is shown this once: a bearer token */
            value: string;
        };
        /**
         * @example {
         *       "uuid": "4931f08b-e20b-4e07-9b36-66d3b07fa4c0",
         *       "expires": "2027-03-02T12:00:00Z"
         *     }
         */
        ServiceToken: {
            uuid: string;
            /** @description When the token stops working by itself; beyond the API document */
            expires: string;
        };
        User: {
            id: number;
            externalId?: string;
            firstName: string;
            middleName?: string;
            lastName: string;
            suspended: boolean;
            /** @enum {string} */
            kind?: "VISITOR";
            pin?: string;
            effectiveFrom?: string;
            effectiveTo?: string;
            created: string;
            updated: string;
            bleTwoFactorExempt: boolean;
            userImage?: {
                id: number;
                uri: string;
            }[];
            customFields: components["schemas"]["CustomFieldValue"][];
            emails: {
                address: string;
                type?: string;
            }[];
            phoneNumbers: {
                number: string;
                type?: string;
            }[];
        };
        CustomFieldValue: {
            id: number;
            /** @enum {string} */
            fieldType: "TEXT" | "NUMBER" | "DATE";
            fieldName: string;
            value: string;
        };
        UserInput: {
            firstName: string;
            lastName: string;
            middleName?: string;
            externalId?: string;
            pin?: string;
            effectiveFrom?: string;
            effectiveTo?: string;
            bleTwoFactorExempt?: boolean;
            emails?: {
                address: string;
                type?: string | null;
            }[] | null;
            phoneNumbers?: {
                number: string;
                type?: string | null;
            }[] | null;
            suspended?: boolean;
            customFields?: components["schemas"]["CustomFieldValueOfUser"][] | null;
        };
        CustomFieldValueOfUser: {
            /** @description Id of one CustomField */
            id: number;
            value?: string;
        };
        UserUpdate: {
            firstName: string;
            lastName: string;
            middleName?: string;
            externalId?: string;
            pin?: string;
            effectiveFrom?: string;
            effectiveTo?: string;
            bleTwoFactorExempt?: boolean;
            emails?: {
                address: string;
                type?: string | null;
            }[] | null;
            phoneNumbers?: {
                number: string;
                type?: string | null;
            }[] | null;
            suspended?: boolean;
            customFields?: components["schemas"]["CustomFieldValueOfUser"][] | null;
        };
        UserPatch: {
            firstName?: string | null;
            lastName?: string | null;
            middleName?: string;
            externalId?: string;
            pin?: string;
            effectiveFrom?: string;
            effectiveTo?: string;
            bleTwoFactorExempt?: boolean;
            emails?: {
                address: string;
                type?: string | null;
            }[] | null;
            phoneNumbers?: {
                number: string;
                type?: string | null;
            }[] | null;
            suspended?: boolean;
            customFields?: components["schemas"]["CustomFieldValueOfUser"][] | null;
        };
        SuspendedStatus: {
            id: number;
            suspended: boolean;
        };
        SuspendedInput: {
            suspended: boolean;
        };
        UserCredential: {
            id: number;
            credentialFormat: {
                id: number;
                name: string;
            };
            referenceId?: string;
            encodedCredential: string;
            fieldValues: {
                id: number;
                value: string;
                name: string;
            }[];
            size?: number;
            accountId: number;
            effectiveFrom?: string;
            effectiveTo?: string;
        };
        CustomFieldValueInput: {
            value: string;
        };
        BatchJob: {
            jobId: string;
            /** @enum {string} */
            status: "PENDING" | "RUNNING" | "FINISHED" | "STOPPED";
            message?: string;
            total: number;
            succeeded: number;
            failed: number;
            created: string;
            updated: string;
            expires: string;
        };
        UserBatchInput: {
            users: components["schemas"]["UserInput"][];
        };
        UserPhotoForm: {
            /**
             * Format: binary
             * @description A png, jpg, jpeg or gif of at most 4000000 bytes
             */
            file: string;
        };
        MembershipsInput: {
            addGroups?: number[] | null;
            removeGroups?: number[] | null;
        };
        DigitalInvitation: {
            id: number;
            referenceId: string;
            credentialId: number;
            accessCode?: string;
            created: string;
            expiration: string;
            /** @enum {string} */
            status: "PENDING" | "REDEEMED" | "EXPIRED" | "CANCELLED";
            nfcEnabled: boolean;
            cancelDate?: string;
        };
        DigitalInvitationInput: {
            referenceId: string;
        };
        DigitalCredential: {
            id: number;
            credentialValue: string;
            effectiveFrom?: string;
            effectiveTo?: string;
        };
        BrivoWalletPassesUpdated: {
            bmpCredentials: {
                userId: number;
                accessCredentialId: number;
                referenceId: string;
                updated: boolean;
            }[];
        };
        BrivoWalletPasses: {
            bmpCredentials: {
                /** @description Id of one User */
                userId: number;
                /** @description Id of one Credential */
                accessCredentialId: number;
                referenceId: string;
            }[];
        };
        MobilePass: {
            pass: string;
            bleCredential: string;
            bleAuthTimeFrame: number;
            enabled: string;
            accountName: string;
            accountId: number;
            sites: {
                id: number;
                siteName: string;
                timeZone: string;
                address?: components["schemas"]["Address"];
                preScreening: string;
                accessPoints: {
                    id: number;
                    name: string;
                    type: string;
                    twoFactorEnabled: boolean;
                    schedules: {
                        id: number;
                        name: string;
                        scheduleBlocks: components["schemas"]["ScheduleBlocks"];
                        holidays: {
                            name: string;
                            start: string;
                            end: string;
                        }[];
                        scheduleExceptions: components["schemas"]["ScheduleException"][];
                    }[];
                    isDoorStation: boolean;
                }[];
            }[];
            firstName: string;
            middleName?: string;
            lastName: string;
            userImage?: {
                id: number;
                uri: string;
                userImageUri: string;
                contentType: string;
                contentLength: number;
                created: string;
            };
            enablePassTransfer: boolean;
        };
        Visitor: {
            id: number;
            externalId?: string;
            firstName: string;
            middleName?: string;
            lastName: string;
            suspended: boolean;
            /** @enum {string} */
            kind?: "VISITOR";
            pin?: string;
            effectiveFrom?: string;
            effectiveTo?: string;
            created: string;
            updated: string;
            bleTwoFactorExempt: boolean;
            userImage?: {
                id: number;
                uri: string;
            }[];
            customFields: components["schemas"]["CustomFieldValue"][];
            emails: {
                address: string;
                type?: string;
            }[];
            phoneNumbers: {
                number: string;
                type?: string;
            }[];
            /** @enum {string} */
            identityType: "Visitor";
        };
        VisitorInput: {
            user: {
                firstName: string;
                /**
                 * Format: date-time
                 * @description ISO 8601 date-time; any offset
                 */
                effectiveFrom: string;
                /**
                 * Format: date-time
                 * @description ISO 8601 date-time; any offset
                 */
                effectiveTo: string;
                emails: {
                    address: string;
                    type?: string | null;
                }[];
            };
            groupIds: number[];
            /** @enum {string|null} */
            credentialType?: "PIN" | "MOBILE_PASS" | null;
        };
        RedeemedDigitalCredential: {
            id: number;
            credentialValue: string;
            effectiveFrom?: string;
            effectiveTo?: string;
            accountId: number;
            accountName: string;
        };
        DigitalInvitationRedemption: {
            accessCode: string;
        };
    };
    responses: {
        /** @description A header of the request is not valid; the message names it */
        InvalidHeader: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The `Idempotency-Key` was used for another request, or its request is under way, or its answer is not kept */
        KeyInUse: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is larger than 1 MB */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is compressed, is not declared as JSON, or has an unknown charset */
        BodyNotSupported: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The budget `general` of the caller in the account is used up */
        "TooManyRequests-general": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The budget `doors` of the caller in the account is used up */
        "TooManyRequests-doors": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The budget `revocations` of the caller in the account is used up */
        "TooManyRequests-revocations": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The budget `emergencies` of the caller in the account is used up */
        "TooManyRequests-emergencies": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description How many requests (`r`) may still come in how many seconds (`t`), by the name of the budget: draft 11 of the RateLimit header fields. Several instances count, so `r` may be too high by a hundredth of the quota for each.
         * @example "general";r=5998;t=41
         */
        RateLimit: string;
        /**
         * @description How many requests (`q`) there may be in a window of how many seconds (`w`), by the name of the budget
         * @example "general";q=6000;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description After how many seconds the same request will be let through again
         * @example 41
         */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAccounts: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A dealer's customers, or the caller's own account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccountListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountInput"];
            };
        };
        responses: {
            /** @description The new account; its owner was invited by mail */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountUpdated"];
                };
            };
        };
    };
    getAccountSummary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How much the account has of everything */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountSummary"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Account */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Account */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountInput"];
            };
        };
        responses: {
            /** @description The account as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountUpdated"];
                };
            };
        };
    };
    listAccountAdministrators: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description Id of one Account */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Administrators of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccountAdministrator"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    listAccountSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Account */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings of the account */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccountSetting"][];
                        count: number;
                    };
                };
            };
        };
    };
    updateAccountSetting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Account */
                accountId: number;
                settingId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountSettingInput"];
            };
        };
        responses: {
            /** @description The setting as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountSetting"];
                };
            };
        };
    };
    listAccountFeatures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Account */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The features of the product, and whether the account has them */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccountFeature"][];
                        count: number;
                    };
                };
            };
        };
    };
    listActivities: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened at doors and panels, newest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Activity"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    getCurrentAdministrator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who the token acts for */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Administrator"];
                };
            };
        };
    };
    listAdministrators: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Administrators of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Administrator"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createAdministrator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdministratorInput"];
            };
        };
        responses: {
            /** @description The new administrator */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Administrator"];
                };
            };
        };
    };
    getAdministrator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The administrator */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdministratorRetrieved"];
                };
            };
        };
    };
    updateAdministrator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdministratorUpdate"];
            };
        };
        responses: {
            /** @description The administrator as they are now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Administrator"];
                };
            };
        };
    };
    deleteAdministrator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; their tokens and sign-ins end */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    checkUsername: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UsernameCheck"];
            };
        };
        responses: {
            /** @description Whether a new administrator can have the username */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsernameAvailable"];
                };
            };
        };
    };
    getLogin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the administrator signs in */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
        };
    };
    updateLogin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginUpdate"];
            };
        };
        responses: {
            /** @description How the administrator signs in now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
        };
    };
    listAdministratorRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The roles of the administrator */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
        };
    };
    addRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
                /** @description Id of one Role */
                roleId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The administrator has the role */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    removeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
                /** @description Id of one Role */
                roleId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The administrator does not have the role any more */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    migrateAdministrator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Roles decide what the administrator may do */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listApplications: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Applications of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Application"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createApplication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationInput"];
            };
        };
        responses: {
            /** @description The new application, with the secret that is given only here */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationCreated"];
                };
            };
        };
    };
    listAuthorizedApplications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which applications may act for which administrators of the account */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthorizedApplication"][];
                        count: number;
                    };
                };
            };
        };
    };
    getApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Application */
                applicationId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The application */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
        };
    };
    deleteApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Application */
                applicationId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; its tokens end within seconds */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listAccessPoints: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Access points of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccessPointListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createAccessPoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessPointInput"];
            };
        };
        responses: {
            /** @description The new access point */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPoint"];
                };
            };
        };
    };
    getAccessPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The access point */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPoint"];
                };
            };
        };
    };
    updateAccessPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessPointPatch"];
            };
        };
        responses: {
            /** @description The access point as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPoint"];
                };
            };
        };
    };
    deleteAccessPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    activateAccessPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Ordered; the header Sallyport-Command-Id names the command */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
                commandId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far the command came */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listGroupsOfAccessPoint: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Groups that may pass the access point */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    unlockAccessPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnlockInput"];
            };
        };
        responses: {
            /** @description Ordered; the header Sallyport-Command-Id names the command */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    activateElevator: {
        parameters: {
            query?: {
                /** @description Ids of floors, separated by commas */
                targetDevices?: string;
            };
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ElevatorActivation"];
            };
        };
        responses: {
            /** @description Ordered; the header Sallyport-Command-Id names the command */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listCamerasOfAccessPoint: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cameras that show the access point, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CameraListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    listCameras: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cameras of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CameraListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createCamera: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CameraInput"];
            };
        };
        responses: {
            /** @description The new camera */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
        };
    };
    getCamera: {
        parameters: {
            query?: {
                /** @description Whether the camera's provider is asked for its status */
                showStatus?: "true" | "false" | null;
            };
            header?: never;
            path: {
                /** @description Id of one Camera */
                cameraId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The camera */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
        };
    };
    updateCamera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Camera */
                cameraId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CameraPatch"];
            };
        };
        responses: {
            /** @description The camera as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
        };
    };
    deleteCamera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Camera */
                cameraId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listAccessPointsOfCamera: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description Id of one Camera */
                cameraId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Access points that the camera shows, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccessPointListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    addCameraToAccessPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Camera */
                cameraId: number;
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The camera is at the access point */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    removeCameraFromAccessPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Camera */
                cameraId: number;
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The camera is not at the access point */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listCameraVideo: {
        parameters: {
            query: {
                /** @description ISO 8601 date-time; any offset */
                startTime: string;
                /** @description ISO 8601 date-time; any offset */
                endTime: string;
            };
            header?: never;
            path: {
                /** @description Id of one Camera */
                cameraId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the camera has recorded in that time */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CameraVideo"];
                };
            };
        };
    };
    getAdminAssignments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is assigned to the administrator */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignments"];
                };
            };
        };
    };
    replaceAdminAssignments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Administrator */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignmentsInput"];
            };
        };
        responses: {
            /** @description What is assigned to the administrator now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignments"];
                };
            };
        };
    };
    getBatchJob: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path: {
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far the job is, and a page of its rows */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchJobWithRows"];
                };
            };
        };
    };
    listControlPanels: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Control panels of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ControlPanelListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createControlPanel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ControlPanelInput"];
            };
        };
        responses: {
            /** @description The new control panel, and the code that pairs it */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlPanelWithCode"];
                };
            };
        };
    };
    getControlPanel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Panel */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The control panel */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlPanel"];
                };
            };
        };
    };
    updateControlPanel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Panel */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ControlPanelPatch"];
            };
        };
        responses: {
            /** @description The control panel as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlPanel"];
                };
            };
        };
    };
    deleteControlPanel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Panel */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    issuePairingCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Panel */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A new code; what was paired is not any more */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlPanelWithCode"];
                };
            };
        };
    };
    getControlPanelFirmware: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Panel */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the panel runs, and what it can be asked to run */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlPanelFirmware"];
                };
            };
        };
    };
    updateControlPanelFirmware: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Panel */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ControlPanelFirmwareInput"];
            };
        };
        responses: {
            /** @description The panel was asked to install it; GET shows how far that came */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlPanelFirmware"];
                };
            };
        };
    };
    listCustomFields: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Custom fields of the account, in the order of display */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomField"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createCustomField: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomFieldInput"];
            };
        };
        responses: {
            /** @description The new custom field */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomField"];
                };
            };
        };
    };
    getCustomField: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one CustomField */
                customFieldId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The custom field */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomField"];
                };
            };
        };
    };
    updateCustomField: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one CustomField */
                customFieldId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomFieldUpdate"];
            };
        };
        responses: {
            /** @description The custom field as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomField"];
                };
            };
        };
    };
    deleteCustomField: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one CustomField */
                customFieldId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; no user has a value of it */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getDeviceStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the door stands now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceStatus"];
                };
            };
        };
    };
    listCredentialFormats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every credential format */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CredentialFormat"][];
                        count: number;
                    };
                };
            };
        };
    };
    listCredentials: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Credentials of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Credential"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialInput"];
            };
        };
        responses: {
            /** @description The new credential */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
        };
    };
    getCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Credential */
                credentialId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credential */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
        };
    };
    deleteCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Credential */
                credentialId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getCredentialUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Credential */
                credentialId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user who has the credential */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserListed"];
                };
            };
        };
    };
    getDigitalCredentialAllotment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many mobile passes the account has, and how many are assigned */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DigitalCredentialAllotment"];
                };
            };
        };
    };
    getAllegionCredentialAllotment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many Allegion credentials the account has, and how many are assigned */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DigitalCredentialAllotment"];
                };
            };
        };
    };
    createLicensePlateCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LicensePlateInput"];
            };
        };
        responses: {
            /** @description The license plate is a credential of the user */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteLicensePlateCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
                /** @description Id of one Credential */
                credentialId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    createFaceprintCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FaceprintInput"];
            };
        };
        responses: {
            /** @description The consent email was sent */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
        };
    };
    deleteFaceprintCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user has no faceprint credential */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateFaceprintCredentialDates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EffectiveDateRange"];
            };
        };
        responses: {
            /** @description The credential has the dates */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listEmergencyScenarios: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Scenarios, those that every account has first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EmergencyScenario"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createEmergencyScenario: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmergencyScenarioInput"];
            };
        };
        responses: {
            /** @description The new scenario */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyScenario"];
                };
            };
        };
    };
    listActiveEmergencyScenarios: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Scenarios that are in force */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EmergencyScenario"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    getEmergencyScenario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EmergencyScenario */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scenario, and the devices that do not follow yet */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyScenarioState"];
                };
            };
        };
    };
    updateEmergencyScenario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EmergencyScenario */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmergencyScenarioPatch"];
            };
        };
        responses: {
            /** @description The scenario as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmergencyScenario"];
                };
            };
        };
    };
    deleteEmergencyScenario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EmergencyScenario */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    clearAllEmergencyScenarios: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Those that were not cleared */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailedScenarios"];
                };
            };
        };
    };
    initiateEmergencyLockdown: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EmergencyScenario */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    initiateDefaultEmergencyLockdown: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    clearEmergencyLockdown: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EmergencyScenario */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    clearDefaultEmergencyLockdown: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    initiateEmergencyEgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EmergencyScenario */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    initiateDefaultEmergencyEgress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    clearEmergencyEgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EmergencyScenario */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    clearDefaultEmergencyEgress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    listEventSubscriptions: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Event subscriptions, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EventSubscriptionListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createEventSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventSubscriptionInput"];
            };
        };
        responses: {
            /** @description The new subscription, with the signing secret that is given only here */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventSubscriptionCreated"];
                };
            };
        };
    };
    getEventSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EventSubscription */
                eventSubscriptionId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event subscription */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventSubscription"];
                };
            };
        };
    };
    updateEventSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EventSubscription */
                eventSubscriptionId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventSubscriptionInput"];
            };
        };
        responses: {
            /** @description The event subscription as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventSubscription"];
                };
            };
        };
    };
    deleteEventSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one EventSubscription */
                eventSubscriptionId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listEventTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every kind of event, in order of its code */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EventType"][];
                        count: number;
                    };
                };
            };
        };
    };
    listAccessEvents: {
        parameters: {
            query?: {
                /** @description ISO 8601 date-time; any offset */
                offset?: string;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened at doors and panels, newest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description ISO 8601 date-time; any offset */
                offset?: string;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What administrators did, newest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
        };
    };
    countAccessEvents: {
        parameters: {
            query?: {
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many events the listing would have */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventCount"];
                };
            };
        };
    };
    countAuditEvents: {
        parameters: {
            query?: {
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many events the listing would have */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventCount"];
                };
            };
        };
    };
    listFeatures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every feature of roles, and what the caller has of each */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feature"][];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Groups of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupInput"];
            };
        };
        responses: {
            /** @description The new group */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
        };
    };
    updateGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupInput"];
            };
        };
        responses: {
            /** @description The group as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listGroupUsers: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Members of the group, oldest user first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UserListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    addUserToGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is in the group */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    removeUserFromGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is not in the group */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listGroupPermissions: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the group may go, and when */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccessPermission"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    assignGroupPermission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessPermissionInput"];
            };
        };
        responses: {
            /** @description The permission as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPermission"];
                };
            };
        };
    };
    removeGroupPermission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Group */
                groupId: number;
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group has no permission of its own there */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listHolidays: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Holidays of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Holiday"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createHoliday: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HolidayInput"];
            };
        };
        responses: {
            /** @description The new holiday */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holiday"];
                };
            };
        };
    };
    getHoliday: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Holiday */
                holidayId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The holiday */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holiday"];
                };
            };
        };
    };
    updateHoliday: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Holiday */
                holidayId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HolidayInput"];
            };
        };
        responses: {
            /** @description The holiday as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holiday"];
                };
            };
        };
    };
    deleteHoliday: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Holiday */
                holidayId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every role of the account, the default ones first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description The new role */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Role */
                roleId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description The role as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Role */
                roleId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; whoever had it keeps nothing of it */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Schedules of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScheduleListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleInput"];
            };
        };
        responses: {
            /** @description The new schedule */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Schedule */
                scheduleId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
        };
    };
    updateSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Schedule */
                scheduleId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleUpdate"];
            };
        };
        responses: {
            /** @description The schedule as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
        };
    };
    deleteSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Schedule */
                scheduleId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    setDoorOverride: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DoorOverrideInput"];
            };
        };
        responses: {
            /** @description How the door stands now; UNKNOWN when its panel did not say in ten seconds */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceStatus"];
                };
            };
        };
    };
    cancelDoorOverride: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one AccessPoint */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the door stands now; UNKNOWN when its panel did not say in ten seconds */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceStatus"];
                };
            };
        };
    };
    listSitesProximity: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sites with the networks that show where they are */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["NamedProximity"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    registerWifiOfSites: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SitesProximityInput"];
            };
        };
        responses: {
            /** @description Registered */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getSiteProximity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Site */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The site with its networks */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteProximity"];
                };
            };
        };
    };
    registerWifi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Site */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProximityInput"];
            };
        };
        responses: {
            /** @description The site with its networks */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedProximity"];
                };
            };
        };
    };
    listSites: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sites of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SiteListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createSite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteInput"];
            };
        };
        responses: {
            /** @description The new site */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    getRootSite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The oldest site that the caller sees */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    getSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Site */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The site */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    updateSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Site */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SitePatch"];
            };
        };
        responses: {
            /** @description The site as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    deleteSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Site */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listGroupsOfSite: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description Id of one Site */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Groups that may pass some door of the site */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    listAccessPointsOfSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one Site */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Access points of the site */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccessPointListed"][];
                        count: number;
                    };
                };
            };
        };
    };
    listCamerasOfSite: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description Id of one Site */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cameras of the site, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CameraListed"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    getCurrentTime: {
        parameters: {
            query?: never;
            header: {
                "current-date": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The time of the server, UTC */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentTime"];
                };
            };
        };
    };
    getServiceToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The id of the caller's service token */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceToken"];
                };
            };
        };
    };
    createServiceToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller's new service token, whose value is given only here */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceTokenCreated"];
                };
            };
        };
    };
    revokeServiceToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked; the token is refused within seconds */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Users of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserInput"];
            };
        };
        responses: {
            /** @description The new user */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserUpdate"];
            };
        };
        responses: {
            /** @description The user as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description The user as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getUserByExternalId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getUserSuspended: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the user is suspended */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuspendedStatus"];
                };
            };
        };
    };
    setUserSuspended: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspendedInput"];
            };
        };
        responses: {
            /** @description Whether the user is suspended now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuspendedStatus"];
                };
            };
        };
    };
    listUserCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user's credentials, its PIN last */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UserCredential"][];
                        count: number;
                    };
                };
            };
        };
    };
    assignCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
                /** @description Id of one Credential */
                credentialId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EffectiveDateRange"];
            };
        };
        responses: {
            /** @description The credential is assigned */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    revokeCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
                /** @description Id of one Credential */
                credentialId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user does not have the credential */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listFieldValues: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The values that the user has, in the order of display */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomFieldValue"][];
                        count: number;
                    };
                };
            };
        };
    };
    updateFieldValue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
                /** @description Id of one CustomField */
                customFieldId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomFieldValueInput"];
            };
        };
        responses: {
            /** @description The value that the user has now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomFieldValue"];
                };
            };
        };
    };
    deleteFieldValue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
                /** @description Id of one CustomField */
                customFieldId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user has no value of the field */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    revokeUserCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user has no credential, and no PIN */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    createUserBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserBatchInput"];
            };
        };
        responses: {
            /** @description The job that creates the users */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchJob"];
                };
            };
        };
    };
    getUserPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image, without its metadata */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/gif": string;
                };
            };
        };
    };
    uploadUserPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UserPhotoForm"];
            };
        };
        responses: {
            /** @description The user has the photo */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteUserPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user has no photo */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listUserGroups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups that the user is in */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupListed"][];
                        count: number;
                    };
                };
            };
        };
    };
    updateUserGroups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MembershipsInput"];
            };
        };
        responses: {
            /** @description The groups that the user is in now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupListed"][];
                        count: number;
                    };
                };
            };
        };
    };
    listUserDigitalInvitations: {
        parameters: {
            query?: {
                offset?: number;
                pageSize?: number;
                filter?: string;
            };
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitations of the user, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DigitalInvitation"][];
                        offset: number;
                        pageSize: number;
                        count: number;
                    };
                };
            };
        };
    };
    resendUserDigitalInvitation: {
        parameters: {
            query?: {
                language?: "en" | "fr" | "es" | "nl" | "de" | "sv";
            };
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pending invitation, which was sent again */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DigitalInvitation"];
                };
            };
        };
    };
    createUserDigitalInvitation: {
        parameters: {
            query?: {
                sendInvitationEmail?: boolean;
                nfcEnabled?: boolean;
                language?: "en" | "fr" | "es" | "nl" | "de" | "sv";
            };
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DigitalInvitationInput"];
            };
        };
        responses: {
            /** @description The new invitation */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DigitalInvitation"];
                };
            };
        };
    };
    cancelUserDigitalInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitation, which is cancelled */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DigitalInvitation"];
                };
            };
        };
    };
    getOwnDigitalCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credential in the caller's phone */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DigitalCredential"];
                };
            };
        };
    };
    setBrivoWalletPasses: {
        parameters: {
            query?: {
                nfcEnabled?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrivoWalletPasses"];
            };
        };
        responses: {
            /** @description What became of the passes */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrivoWalletPassesUpdated"];
                };
            };
        };
    };
    getPass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller's mobile pass, with the doors that it opens */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MobilePass"];
                };
            };
        };
    };
    createVisitor: {
        parameters: {
            query?: {
                language?: "en" | "fr" | "es" | "nl" | "de" | "sv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitorInput"];
            };
        };
        responses: {
            /** @description The new visitor */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Visitor"];
                };
            };
        };
    };
    deleteVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of one User */
                visitorUserId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    renewVisitorDigitalInvitation: {
        parameters: {
            query?: {
                language?: "en" | "fr" | "es" | "nl" | "de" | "sv";
            };
            header?: never;
            path: {
                /** @description Id of one User */
                visitorUserId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A new invitation was sent */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    showFaceConsent: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page that asks for the consent, or says that it was given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    giveFaceConsent: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The consent is given: the face opens doors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    withdrawFaceConsent: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The face is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    redeemDigitalInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DigitalInvitationRedemption"];
            };
        };
        responses: {
            /** @description The credential for the phone, which works now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedeemedDigitalCredential"];
                };
            };
        };
    };
    openDemoClip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What the link of a clip ends in */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The moving picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": string;
                };
            };
        };
    };
}
