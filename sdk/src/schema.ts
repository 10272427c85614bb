// Made by `npm run sdk` from the OpenAPI document: do not edit.

export interface paths {
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description A dealer's people see the customers of the dealer; everybody else sees their own account.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *
         *     Needs `accounts:view`.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Create the account of a customer
         * @description For people of a dealer. The new account has all that an account needs, and its owner is invited by mail; when the mail is not accepted there is no account.
         *
         *     Needs `customers:edit`.
         */
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
        /**
         * Count what the account has
         * @description How many doors, panels, users, sites, administrators, cameras and credentials the account has.
         *
         *     Needs `accounts:view`.
         */
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
        /**
         * Get an account
         * @description One account with its contacts. Notes are shown to a CSR only.
         *
         *     Needs `accounts:view`.
         */
        get: operations["getAccount"];
        /**
         * Replace the details of an account
         * @description For people of the dealer who serves the account. What the body leaves out is removed, except for notes.
         *
         *     Needs `accounts:edit`.
         */
        put: operations["updateAccount"];
        post?: never;
        /**
         * Close the account of a customer
         * @description For a dealer. Within seconds nobody acts in the account; everything in it is kept. 412 while it has control panels.
         *
         *     Needs `customers:edit`.
         */
        delete: operations["closeAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open the account of a customer again
         * @description For a dealer. Everything in the account works as it did before it was closed.
         *
         *     Needs `customers:edit`.
         */
        post: operations["reopenAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite the owner of an account again
         * @description For a dealer. The owner is mailed another temporary password, as long as they have not chosen one (412).
         *
         *     Needs `customers:edit`.
         */
        post: operations["inviteAccountOwner"];
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
        /**
         * List the administrators of an account
         * @description Administrators of the account, oldest first, and which of them owns it.
         *
         *     Needs `administrators:view`.
         */
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
        /**
         * List the settings of an account
         * @description Every setting with its value and its default. There are no pages.
         *
         *     Needs `accounts:view`.
         */
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
        /**
         * Change a setting of an account
         * @description Settings that follow from the contract of the account are refused with 403.
         *
         *     Needs `accounts:edit`.
         */
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
        /**
         * List the features of an account
         * @description What the account has of the product. There are no pages.
         *
         *     Needs `accounts:view`.
         */
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
        /**
         * List activities
         * @description Access events in few words, newest first. Without `occurred`: those of the last 24 hours.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `site` | `eq`: ids of sites |
         *     | `user` | `eq`: ids of card holders |
         *     | `object` | `eq`: ids of what the event is about |
         *     | `device` | `eq`: ids of control panels |
         *     | `camera` | `eq`: ids of cameras |
         *     | `access-point` | `eq`: ids of access points |
         *     | `event_type` | `eq`: `non_exception`, `exception` or `camera` |
         *     | `occurred` | `eq`: a day; `gt`, `lt`: date-times, 24 hours at most |
         *
         *     Needs `events:view`.
         */
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
        /**
         * Get who is calling
         * @description The administrator for whom the token acts.
         */
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
        /**
         * List administrators
         * @description Administrators of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `username` | `eq`: contains the text |
         *     | `type` | `eq`: `MASTER`, `SENIOR`, `ASSISTANT`, `DEALER` or `CSR` |
         *
         *     Needs `administrators:view`.
         */
        get: operations["listAdministrators"];
        put?: never;
        /**
         * Create an administrator
         * @description Without a password the administrator is mailed a temporary one. A username that somebody has is refused with 400.
         *
         *     Needs `administrators:edit`.
         */
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
        /**
         * Get an administrator
         * @description One administrator.
         *
         *     Needs `administrators:view`.
         */
        get: operations["getAdministrator"];
        /**
         * Change an administrator
         * @description The username stays. A middle name that is left out is removed; type, rights and time zone stay.
         *
         *     Needs `administrators:edit`.
         */
        put: operations["updateAdministrator"];
        post?: never;
        /**
         * Delete an administrator
         * @description Their tokens and sign-ins end within ten seconds. One owner of the account always stays.
         *
         *     Needs `administrators:edit`.
         */
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
        /**
         * Check whether a username is free
         * @description Whether a new administrator can have the username. Answers the texts `'true'` and `'false'`.
         *
         *     Needs `administrators:edit`.
         */
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
        /**
         * Get how an administrator signs in
         * @description Whether the administrator may sign in, wrong passwords so far, and the end of the login.
         *
         *     Needs `administrators:view`.
         */
        get: operations["getLogin"];
        put?: never;
        /**
         * Change how an administrator signs in
         * @description Sets a password, deactivates a login or gives it an end. Sessions end within ten seconds of a new password.
         *
         *     Needs `administrators:edit`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * List the roles of an administrator
         * @description What the administrator may do follows from these together. There are no pages.
         *
         *     Needs `administrators:view`.
         */
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
        /**
         * Give an administrator a role
         * @description From the first role on, roles decide what the administrator may do, and not the type.
         *
         *     Needs `administrators:edit`.
         *
         *     Also answered by PUT.
         */
        post: operations["addRole"];
        /**
         * Take a role from an administrator
         * @description Who has no role left may do nothing.
         *
         *     Needs `administrators:edit`.
         */
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
        /**
         * Let roles decide
         * @description From now on the roles of the administrator decide what they may do, and not the type.
         *
         *     Needs `administrators:edit`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * List applications
         * @description Applications of the account, oldest first.
         *
         *     Needs `applications:view`.
         */
        get: operations["listApplications"];
        put?: never;
        /**
         * Create an application
         * @description The answer has the secret, which is shown only here. `authorization_code` needs a `redirectUri`. With `kind` `public` there is no secret: people sign in by a code with PKCE, as programs do that cannot keep a secret, such as pages in browsers.
         *
         *     Needs `applications:edit`.
         */
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
        /**
         * List authorized applications
         * @description Which applications may act for which administrators. There are no pages.
         *
         *     Needs `applications:view`.
         */
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
        /**
         * Get an application
         * @description One application, without its secret.
         *
         *     Needs `applications:view`.
         */
        get: operations["getApplication"];
        put?: never;
        post?: never;
        /**
         * Delete an application
         * @description Its refresh tokens end at once and its access tokens within seconds.
         *
         *     Needs `applications:edit`.
         */
        delete: operations["deleteApplication"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{applicationId}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description API keys of the application, oldest first, without their values.
         *
         *     Needs `applications:view`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The answer has the value of the header `api-key`, which is shown only here. An application has ten keys at most.
         *
         *     Needs `applications:edit`.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{applicationId}/api-keys/{apiKeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an API key
         * @description One API key, without its value.
         *
         *     Needs `applications:view`.
         */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description The key is refused within seconds.
         *
         *     Needs `applications:edit`.
         */
        delete: operations["deleteApiKey"];
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
        /**
         * List access points
         * @description Access points of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *     | `report_live_status` | `eq`: `true` or `false` |
         *
         *     Needs `access-points:view`.
         */
        get: operations["listAccessPoints"];
        put?: never;
        /**
         * Create an access point
         * @description Adds an access point. The panel has it within seconds. Its `type` is `DOOR` unless something else is said, and says what it needs:
         *
         *     - `DOOR`: `controlPanelId`.
         *     - `FLOOR`, a floor of a lift: `elevatorId` (the door whose reader is in the cabin), `floorNumber` and `relay`. It is at the panel of the lift. A permission at it lets a person choose it after a card at the lift.
         *     - `SALTO_DOOR`, `ALLEGION_DOOR`, `ASSA_ABLOY_DOOR`, wireless locks: `controlPanelId` and `lockSerialNumber`.
         *     - `WIEGAND`, an output that sends the number of a granted card to another controller: `controlPanelId` and `wiegandPort`. It has no lock, so it is not activated, held or unlocked by a schedule.
         *
         *     `doorRules` is what a door asks for besides a permission: several factors, two people, an escort, other doors shut. 400 says why rules cannot be composed.
         *
         *     409 when another one has the relay, the port or the lock. 412 when the panel has as many as it can.
         *
         *     Needs `access-points:edit`.
         */
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
        /**
         * Get an access point
         * @description One access point with its settings and its unlock schedule.
         *
         *     Needs `access-points:view`.
         */
        get: operations["getAccessPoint"];
        /**
         * Change an access point
         * @description What the body leaves out stays; its type and its lift cannot be changed. A given `doorRules` replaces all that the door asks for. 412 while an override holds the door and its unlock schedule would change.
         *
         *     Needs `access-points:edit`.
         */
        put: operations["updateAccessPoint"];
        post?: never;
        /**
         * Delete an access point
         * @description Permissions at it end, cameras are taken from it, and the floors of a lift go with it. Events that name it stay. 412 while an override or an emergency scenario that names it holds it.
         *
         *     Needs `access-points:edit`.
         */
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
        /**
         * Open a door for a moment
         * @description The panel opens the door for its pulse time. 412 when the panel is not connected. In a lockdown the panel rejects the command as `locked_down`, unless the caller may initiate emergencies or is in a group that is excluded from lockdowns. The header `Sallyport-Command-Id` of the answer names the command; see *Get a command*. With `wait` the call waits so many seconds for the panel, and answers with the command: 200 when the panel has said how it ended, also when it did not do it, and 202 when it has not.
         *
         *     Needs `access-points:activate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Get a command of an access point
         * @description The same, looked for among the commands of one access point.
         *
         *     Needs `access-points:view`.
         */
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
        /**
         * List the groups of an access point
         * @description Groups that may pass the access point at some time.
         *
         *     Needs `groups:view`.
         */
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
        /**
         * Open a door as a card holder
         * @description The door decides by the rules of the caller, as if a card were held to its reader. An administrator opens it as by activation. In a lockdown the panel rejects the command as `locked_down`, unless the caller may initiate emergencies or is in a group that is excluded from lockdowns. The header `Sallyport-Command-Id` of the answer names the command; see *Get a command*. With `wait` the call waits so many seconds for the panel, and answers with the command: 200 when the panel has said how it ended, also when it did not do it, and 202 when it has not.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Release floors of a lift
         * @description The buttons of the floors work for the time that is given. In a lockdown the panel rejects the command as `locked_down`, unless the caller may initiate emergencies or is in a group that is excluded from lockdowns. The header `Sallyport-Command-Id` of the answer names the command; see *Get a command*. With `wait` the call waits so many seconds for the panel, and answers with the command: 200 when the panel has said how it ended, also when it did not do it, and 202 when it has not.
         *
         *     Needs `access-points:activate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * List the cameras of an access point
         * @description Cameras that show the access point, oldest first.
         *
         *     Needs `cameras:view`.
         */
        get: operations["listCamerasOfAccessPoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List areas
         * @description Areas of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *
         *     Needs `areas:view`.
         */
        get: operations["listAreas"];
        put?: never;
        /**
         * Create an area
         * @description It needs an entry, and with anti-passback an exit. A side of a door is an entry of one area at most. 412 when the control panel has 32 areas.
         *
         *     Needs `areas:edit`.
         */
        post: operations["createArea"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/areas/{areaId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an area
         * @description One area. `NON_FUNCTIONAL` when it has no entry any more, or anti-passback and no exit: the panel does not follow it until that is mended. `problems` says why.
         *
         *     Needs `areas:view`.
         */
        get: operations["getArea"];
        /**
         * Change an area
         * @description What the body leaves out stays; lists are given whole; `null` ends anti-passback or the limit. An area stays at its control panel.
         *
         *     Needs `areas:edit`.
         */
        put: operations["updateArea"];
        post?: never;
        /**
         * Delete an area
         * @description Its doors ask nothing of it any more, and it is forgotten who is inside.
         *
         *     Needs `areas:edit`.
         */
        delete: operations["deleteArea"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/areas/{areaId}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset an area
         * @description It is forgotten who is inside: everybody may enter and leave again. A control panel that is out of contact forgets when it is heard again, passages until now and no later ones.
         *
         *     Needs `areas:reset`.
         */
        post: operations["resetArea"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/areas/{areaId}/users/{userId}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset one person at an area
         * @description The same for one person, who may be blocked by anti-passback. 409 when the control panel holds 32 resets of the last seven days: a reset of everybody takes the place of those of its area.
         *
         *     Needs `areas:reset`.
         */
        post: operations["resetUserAtArea"];
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
        /**
         * List cameras
         * @description Cameras of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *
         *     Needs `cameras:view`.
         */
        get: operations["listCameras"];
        put?: never;
        /**
         * Register a camera
         * @description An account registers each camera of a provider once: a second time is 409.
         *
         *     Needs `cameras:edit`.
         */
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
        /**
         * Get a camera
         * @description One camera with its live view. With `showStatus=true` its provider is asked whether it is online.
         *
         *     Needs `cameras:view`.
         */
        get: operations["getCamera"];
        /**
         * Change a camera
         * @description What the body leaves out stays.
         *
         *     Needs `cameras:edit`.
         */
        put: operations["updateCamera"];
        post?: never;
        /**
         * Delete a camera
         * @description Takes it from its access points. What its provider has recorded stays with the provider.
         *
         *     Needs `cameras:edit`.
         */
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
        /**
         * List the access points of a camera
         * @description Access points that the camera shows, oldest first.
         *
         *     Needs `cameras:view`.
         */
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
        /**
         * Put a camera to an access point
         * @description 204 also when it is there already. A camera is at 20 access points at most.
         *
         *     Needs `cameras:edit`.
         *
         *     Also answered by POST.
         */
        put: operations["addCameraToAccessPoint"];
        post?: never;
        /**
         * Take a camera from an access point
         * @description 204 also when it is not there.
         *
         *     Needs `cameras:edit`.
         */
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
        /**
         * List the clips of a camera
         * @description Clips that overlap the time asked for, at most 24 hours, oldest first. Links open without a token for a limited time. 424 when the provider gives no answer.
         *
         *     Needs `cameras:watch`.
         */
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
        /**
         * Get what is assigned to an administrator
         * @description The sites, groups and emergency scenarios that the administrator sees.
         *
         *     Needs `administrators:view`.
         */
        get: operations["getAdminAssignments"];
        put?: never;
        /**
         * Assign sites, groups and scenarios
         * @description Limits the administrator to what is assigned. Everything else is to them as if it were not there. Takes effect within ten seconds.
         *
         *     Needs `administrators:edit`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Get a batch job
         * @description How far the job is, and a page of its users in the order in which they were sent.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `status` | `eq`: `PENDING`, `CREATED`, `FAILED` or `SKIPPED` |
         *
         *     Needs `users:view`.
         */
        get: operations["getBatchJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/{commandId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a command
         * @description A command and all that came of it, by the id that `Sallyport-Command-Id` gave: each state with its time, each time that it was sent, who gave it, for whom and through which application. It ends as `succeeded`, `failed` or `rejected`, by the signed word of the panel; as `expired` when it was never sent; and as `unknown` when it was sent and its result does not come, which it may still do for a day. Commands are kept for 30 days.
         *
         *     Needs `access-points:view`; a card holder sees their own.
         */
        get: operations["getCommandById"];
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
        /**
         * List control panels
         * @description Control panels of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `status` | `eq`: `CONNECTED` or `DISCONNECTED` |
         *
         *     Needs `panels:view`.
         */
        get: operations["listControlPanels"];
        put?: never;
        /**
         * Register a control panel
         * @description The answer has the code that pairs the panel, which is shown only here. A serial number is registered once.
         *
         *     Needs `panels:edit`.
         */
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
        /**
         * Get a control panel
         * @description One control panel, when it was heard last, and how far its rules are behind those of the account.
         *
         *     Needs `panels:view`.
         */
        get: operations["getControlPanel"];
        /**
         * Change a control panel
         * @description What the body leaves out stays.
         *
         *     Needs `panels:edit`.
         */
        put: operations["updateControlPanel"];
        post?: never;
        /**
         * Delete a control panel
         * @description The panel cannot connect any more. 412 while it has access points.
         *
         *     Needs `panels:edit`.
         */
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
        /**
         * Issue a pairing code
         * @description A new code for the device of this serial number. What was paired is not any more. *Replace a broken control panel* is for another device.
         *
         *     Needs `panels:edit`.
         */
        post: operations["issuePairingCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/control-panels/{controlPanelId}/replace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a broken control panel
         * @description Other hardware takes the place of this panel: it has the new serial number, pairs with the code of the answer, and gets the doors, rules, overrides and areas of the panel, which keeps its id. The old hardware is shut out at once; commands that have not ended fail with the reason `panel_replaced`. Its old serial number is free again.
         *
         *     Needs `panels:edit`.
         */
        post: operations["replaceControlPanel"];
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
        /**
         * Get the firmware of a control panel
         * @description What the panel runs, what it can be asked to run, and how far the last request came.
         *
         *     Needs `panels:view`.
         */
        get: operations["getControlPanelFirmware"];
        put?: never;
        /**
         * Install a firmware
         * @description Asks the panel to install one of its available versions. *Get the firmware* shows how far that came.
         *
         *     Needs `panels:edit`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * List custom fields
         * @description Custom fields of the account, in the order of display.
         *
         *     Needs `custom-fields:view`.
         */
        get: operations["listCustomFields"];
        put?: never;
        /**
         * Create a custom field
         * @description A pattern is for dates: a month (`M` to `MMMM`), a day (`d`, `dd`) and a year (`y`, `yyyy`) with separators, in any order.
         *
         *     Needs `custom-fields:edit`.
         */
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
        /**
         * Get a custom field
         * @description One custom field.
         *
         *     Needs `custom-fields:view`.
         */
        get: operations["getCustomField"];
        /**
         * Change a custom field
         * @description Changes name, place in the display and pattern. The type of a field cannot be changed.
         *
         *     Needs `custom-fields:edit`.
         */
        put: operations["updateCustomField"];
        post?: never;
        /**
         * Delete a custom field
         * @description The field is gone at once from every answer and filter. No user has a value of it any more.
         *
         *     Needs `custom-fields:edit`.
         */
        delete: operations["deleteCustomField"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/decisions/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Explain a decision
         * @description Whether a door would open, with every check that leads there. Who is at the door is said by a `userId` (whichever of their credentials gets furthest), by a `credentialId`, or by what was read: an `encodedCredential`, a `pin`, or both. With a `change` that nobody has made, `after` is what would be decided then. The rules are those of the cloud: `configuration` says whether the panel has them yet. It takes the permission to see access points and users, and to see credentials where one is named.
         *
         *     Needs `access-points:view`.
         */
        post: operations["explainDecision"];
        delete?: never;
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
        /**
         * Get the live status of a door
         * @description Whether the door is locked, what its schedule says, and the override that holds it, if any.
         *
         *     Needs `access-points:view`.
         */
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
        /**
         * List credential formats
         * @description Every format of cards, with the fields that a card of it has. There are no pages.
         *
         *     Needs `credentials:view`.
         */
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
        /**
         * List credentials
         * @description Credentials of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `status` | `eq`: `assigned` or `unassigned` |
         *     | `reference_id` | `eq`: contains the text |
         *     | `facility_code` | `eq`: contains the text |
         *
         *     Needs `credentials:view`.
         */
        get: operations["listCredentials"];
        put?: never;
        /**
         * Create a credential
         * @description A card of a format, from its field values or from its encoded bits. With both, the bits are used. A card that the account has already is refused with 400.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * Get a credential
         * @description One credential with its format and its field values.
         *
         *     Needs `credentials:view`.
         */
        get: operations["getCredential"];
        put?: never;
        post?: never;
        /**
         * Delete a credential
         * @description The card opens nothing any more. The user who has it stays.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * Get who has a credential
         * @description The user to whom the credential is assigned, 404 when it is unassigned.
         *
         *     Needs `users:view`.
         */
        get: operations["getCredentialUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/{credentialId}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the access of a credential
         * @description The access points at which the credential opens at some time: those of its user. One that nobody has, that is not active or outside its dates, and one of a user who is suspended, has none.
         *
         *     Needs `credentials:view`.
         */
        get: operations["listCredentialAccess"];
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
        /**
         * Get the number of mobile passes
         * @description How many mobile passes the account has, and how many are in use.
         *
         *     Needs `credentials:view`.
         */
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
        /**
         * Get the number of Allegion credentials
         * @description How many Allegion credentials the account has, and how many are in use.
         *
         *     Needs `credentials:view`.
         */
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
        /**
         * Give a user a license plate
         * @description Makes a credential of the plate and assigns it. Plates that differ in capitals, spaces and hyphens only are the same.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * Delete a license plate
         * @description Takes the plate from its user and deletes it.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * Ask a user for a faceprint
         * @description Sends the user a mail that asks for consent, in the language that is given. The user needs a photo. The face opens nothing until the user consents, within three days.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * Delete a user's faceprint
         * @description Deletes the face and what the user has consented to. 400 when there is none.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * Set the dates of a faceprint
         * @description When the face opens doors. The dates may be set before the user consents.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * List emergency scenarios
         * @description Scenarios of the account. The two that every account has come first.
         *
         *     Needs `emergencies:view`.
         */
        get: operations["listEmergencyScenarios"];
        put?: never;
        /**
         * Create an emergency scenario
         * @description A scenario for some doors, or the default one of its kind. It is not in force until it is initiated. 412 when it is to be the default while the present default is in force.
         *
         *     Needs `emergencies:edit`.
         */
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
        /**
         * List scenarios in force
         * @description Scenarios that were initiated and not cleared.
         *
         *     Needs `emergencies:view`.
         */
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
        /**
         * Get an emergency scenario
         * @description One scenario, the devices that do not follow it yet, or are not released yet, and how many of its control panels do. `progress` is what the panels themselves said last. A panel that is `offline` follows as soon as it is heard.
         *
         *     Needs `emergencies:view`.
         */
        get: operations["getEmergencyScenario"];
        /**
         * Change an emergency scenario
         * @description What the body leaves out stays. 412 while it is in force, and when it is to be the default while the present default is in force.
         *
         *     Needs `emergencies:edit`.
         */
        put: operations["updateEmergencyScenario"];
        post?: never;
        /**
         * Delete an emergency scenario
         * @description 412 while it is in force.
         *
         *     Needs `emergencies:edit`.
         */
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
        /**
         * Clear every scenario
         * @description Clears whatever is in force. The answer names those that could not be cleared.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Start a lockdown
         * @description A lockdown shuts its doors for everybody but members of groups that are excluded from lockdowns. `devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it follows as soon as it is heard.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Start the default lockdown
         * @description Starts the scenario that is the default for lockdowns. A lockdown shuts its doors for everybody but members of groups that are excluded from lockdowns. `devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it follows as soon as it is heard.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Clear a lockdown
         * @description The doors follow their schedules again, or another scenario that is in force. `devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it follows as soon as it is heard.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Clear the default lockdown
         * @description Ends the scenario that is the default; others stay in force. The doors follow their schedules again, or another scenario that is in force. `devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it follows as soon as it is heard.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Start an egress
         * @description An egress holds its doors open. `devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it follows as soon as it is heard.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Start the default egress
         * @description Starts the scenario that is the default for egresses. An egress holds its doors open. `devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it follows as soon as it is heard.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Clear an egress
         * @description The doors follow their schedules again, or another scenario that is in force. `devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it follows as soon as it is heard.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Clear the default egress
         * @description Ends the scenario that is the default; others stay in force. The doors follow their schedules again, or another scenario that is in force. `devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it follows as soon as it is heard.
         *
         *     Needs `emergencies:initiate`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * List event subscriptions
         * @description Event subscriptions, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *
         *     Needs `subscriptions:view`.
         */
        get: operations["listEventSubscriptions"];
        put?: never;
        /**
         * Create an event subscription
         * @description The answer has the signing secret, which is shown only here. Without criteria, every access event is sent. It sends what its administrator may see and list, and needs the permission to list such events.
         *
         *     Needs `subscriptions:edit`.
         */
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
        /**
         * Get an event subscription
         * @description One event subscription. `disabled` says since when and why it is switched off.
         *
         *     Needs `subscriptions:view`.
         */
        get: operations["getEventSubscription"];
        /**
         * Replace an event subscription
         * @description The body is the whole subscription. It also switches on again what was switched off; what was held is sent then. One whose administrator was deleted or may not act becomes that of the caller.
         *
         *     Needs `subscriptions:edit`.
         */
        put: operations["updateEventSubscription"];
        post?: never;
        /**
         * Delete an event subscription
         * @description Nothing more is sent.
         *
         *     Needs `subscriptions:edit`.
         */
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
        /**
         * List event types
         * @description Every kind of event, in order of its code. There are no pages.
         *
         *     Needs `events:view`.
         */
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
        /**
         * List access events
         * @description What happened at doors and panels, newest first. To go on, ask with the `occurred` of the last event as `offset`.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `occurred` | `gt`, `lt`: date-times, widened to whole hours, 24 hours at most. With one of them, the 24 hours on its side; with none, the current UTC day |
         *     | `event_type` | `eq`: `non_exception`, `exception` or `camera` |
         *     | `object` | `eq`: the id of one door or panel |
         *     | `site` | `eq`: the id of one site |
         *
         *     Needs `events:view`.
         */
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
        /**
         * List audit events
         * @description What administrators and applications did, newest first. Updates name the properties that they changed.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `occurred` | `gt`, `lt`: date-times, widened to whole hours, 24 hours at most. With one of them, the 24 hours on its side; with none, the current UTC day |
         *     | `event_type` | `eq`: what was changed, such as `user`, `group`, `schedule` or `credential` |
         *     | `object` | `eq`: the id of what was changed |
         *     | `actor` | `eq`: the id of who changed it |
         *     | `schedule` | `eq`: the id of a schedule |
         *     | `holiday` | `eq`: the id of a holiday |
         *
         *     Needs `events:view`.
         */
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
        /**
         * Count access events
         * @description How many events the listing would have.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `occurred` | `gt`, `lt`: date-times, widened to whole hours, 24 hours at most. With one of them, the 24 hours on its side; with none, the current UTC day |
         *     | `event_type` | `eq`: `non_exception`, `exception`, `camera` or `video_linkable` |
         *     | `object` | `eq`: the id of one door or panel |
         *     | `site` | `eq`: the id of one site |
         *
         *     Needs `events:view`.
         */
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
        /**
         * Count audit events
         * @description How many events the listing would have.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `occurred` | `gt`, `lt`: date-times, widened to whole hours, 24 hours at most. With one of them, the 24 hours on its side; with none, the current UTC day. `eq`: a whole day |
         *     | `event_type` | `eq`: what was changed, such as `user`, `group`, `schedule` or `credential` |
         *     | `object` | `eq`: the id of what was changed |
         *     | `actor` | `eq`: the id of who changed it |
         *     | `schedule` | `eq`: the id of a schedule |
         *     | `holiday` | `eq`: the id of a holiday |
         *
         *     Needs `events:view`.
         */
        get: operations["countAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/access/{uuid}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain an access event
         * @description What was recorded of a decision: its reason, and the version of the rules that the panel had then. `byTodaysRules` is what would be decided of the same at that instant by the rules of today, where the person, the credential and the access point are known; a PIN that was typed is taken for the right one. Give the `occurred` of the event; without it, it is looked for among the newest of the last 24 hours. It takes the permissions that *Explain a decision* takes too.
         *
         *     Needs `events:view`.
         */
        get: operations["explainAccessEvent"];
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
        /**
         * List features
         * @description Every feature that a role can have, and what the caller has of each.
         */
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
        /**
         * List groups
         * @description Groups of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *
         *     Needs `groups:view`.
         */
        get: operations["listGroups"];
        put?: never;
        /**
         * Create a group
         * @description A new group has no members and may enter nothing.
         *
         *     Needs `groups:edit`.
         */
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
        /**
         * Get a group
         * @description One group with its settings.
         *
         *     Needs `groups:view`.
         */
        get: operations["getGroup"];
        /**
         * Replace a group
         * @description The body is the whole group: a setting that it leaves out has its default. Members and permissions stay.
         *
         *     Needs `groups:edit`.
         */
        put: operations["updateGroup"];
        post?: never;
        /**
         * Delete a group
         * @description Its members stay in the account and lose what this group let them enter. Its permissions are deleted.
         *
         *     Needs `groups:edit`.
         */
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
        /**
         * List the members of a group
         * @description Users in the group, oldest user first.
         *
         *     Needs `groups:view`.
         */
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
        /**
         * Add a user to a group
         * @description 204 also when the user is a member already. A user is in 16 groups at most.
         *
         *     Needs `users:edit`.
         *
         *     Also answered by POST.
         */
        put: operations["addUserToGroup"];
        post?: never;
        /**
         * Remove a user from a group
         * @description 204 also when the user is no member.
         *
         *     Needs `users:edit`.
         */
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
        /**
         * List the permissions of a group
         * @description Where the group may go, and when. A rule that covers more than one access point is listed at each; such a row has a `ruleId`.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `access_point_name` | `eq`: contains the text |
         *     | `access_point_type` | `eq`, `ne`: the type |
         *     | `schedule_name` | `eq`: contains the text |
         *     | `privacy_mode_override` | `eq`: `true` or `false` |
         *
         *     Needs `groups:view`.
         */
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
        /**
         * Let a group pass an access point
         * @description Gives the group a permission at the access point, or changes its schedule. 412 when a wider rule lets the group through there.
         *
         *     Needs `groups:edit`.
         *
         *     Also answered by POST.
         */
        put: operations["assignGroupPermission"];
        post?: never;
        /**
         * Take a permission from a group
         * @description The group may no longer pass the access point. 412 when a wider rule lets it through; the answer names the rule.
         *
         *     Needs `groups:edit`.
         */
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
        /**
         * List holidays
         * @description Holidays of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *     | `site` | `eq`: the name of the site contains the text; `Universal` finds those of no site |
         *     | `start` | `eq`, `gt`: a local date-time |
         *     | `end` | `eq`, `lt`: a local date-time |
         *
         *     Needs `schedules:view`.
         */
        get: operations["listHolidays"];
        put?: never;
        /**
         * Create a holiday
         * @description From `start` until `end`, on the wall clock of each site. Without a site it holds everywhere.
         *
         *     Needs `schedules:edit`.
         */
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
        /**
         * Get a holiday
         * @description One holiday.
         *
         *     Needs `schedules:view`.
         */
        get: operations["getHoliday"];
        /**
         * Replace a holiday
         * @description The body is the whole holiday.
         *
         *     Needs `schedules:edit`.
         */
        put: operations["updateHoliday"];
        post?: never;
        /**
         * Delete a holiday
         * @description Schedules follow their weekdays on those days again.
         *
         *     Needs `schedules:edit`.
         */
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
        /**
         * List roles
         * @description Every role of the account, the three default ones first. There are no pages.
         *
         *     Needs `administrators:view`.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Create a role
         * @description A feature that is left out allows nothing. Nobody makes a role that allows more than they may do themselves.
         *
         *     Needs `administrators:edit`.
         */
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
        /**
         * Replace a role
         * @description Administrators who have the role may do within seconds what it allows now. Default roles are not changed.
         *
         *     Needs `administrators:edit`.
         */
        put: operations["updateRole"];
        post?: never;
        /**
         * Delete a role
         * @description Whoever had it keeps nothing of it.
         *
         *     Needs `administrators:edit`.
         */
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
        /**
         * List schedules
         * @description Schedules of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *     | `enablingGroup` | `eq`: the name of the group contains the text |
         *     | `site` | `eq`: the name of the site contains the text; `Universal` finds those of no site |
         *     | `editable` | `eq`: `true` or `false` |
         *
         *     Needs `schedules:view`.
         */
        get: operations["listSchedules"];
        put?: never;
        /**
         * Create a schedule
         * @description Times are on the wall clock of the site. A block that ends at 23:59 runs to the end of the day.
         *
         *     Needs `schedules:edit`.
         */
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
        /**
         * Get a schedule
         * @description One schedule with its blocks, exceptions and holidays.
         *
         *     Needs `schedules:view`.
         */
        get: operations["getSchedule"];
        /**
         * Replace a schedule
         * @description The body is the whole schedule, except for its site, which stays. Every panel that uses it learns of it within seconds. 412 while an override holds a door that the schedule unlocks.
         *
         *     Needs `schedules:edit`.
         */
        put: operations["updateSchedule"];
        post?: never;
        /**
         * Delete a schedule
         * @description 412 while a permission or a door uses it.
         *
         *     Needs `schedules:edit`.
         */
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
        /**
         * Hold a door open or closed
         * @description Holds the door until a time, until its schedule changes, or until it is cancelled. The call waits up to ten seconds for the panel; states are `UNKNOWN` when it does not answer, and the override is stored all the same. 417 when the panel cannot do it.
         *
         *     Needs `access-points:override`.
         *
         *     Also answered by PUT.
         */
        post: operations["setDoorOverride"];
        /**
         * Cancel an override
         * @description The door follows its schedule again. 412 when no override holds it.
         *
         *     Needs `access-points:override`.
         */
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
        /**
         * List sites with their networks
         * @description Sites with the wireless networks by which a phone knows that it is there.
         *
         *     Needs `sites:view`.
         */
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
        /**
         * Set the networks of sites
         * @description Replaces the wireless networks of several sites, all or none.
         *
         *     Needs `sites:edit`.
         *
         *     Also answered by POST.
         */
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
        /**
         * Get the networks of a site
         * @description The wireless networks of one site.
         *
         *     Needs `sites:view`.
         */
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
        /**
         * Set the networks of a site
         * @description Replaces the wireless networks of the site.
         *
         *     Needs `sites:edit`.
         *
         *     Also answered by POST.
         */
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
        /**
         * List sites
         * @description Sites of the account, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `name` | `eq`: contains the text |
         *
         *     Needs `sites:view`.
         */
        get: operations["listSites"];
        put?: never;
        /**
         * Create a site
         * @description A site has a time zone, the clock of its schedules.
         *
         *     Needs `sites:edit`.
         */
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
        /**
         * Get the first site
         * @description The oldest site that the caller sees, 404 when there is none.
         *
         *     Needs `sites:view`.
         */
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
        /**
         * Get a site
         * @description One site with its time zone and its address.
         *
         *     Needs `sites:view`.
         */
        get: operations["getSite"];
        /**
         * Change a site
         * @description What the body leaves out stays. A new time zone moves every schedule of the site.
         *
         *     Needs `sites:edit`.
         */
        put: operations["updateSite"];
        post?: never;
        /**
         * Delete a site
         * @description 412 while the site has control panels or cameras.
         *
         *     Needs `sites:edit`.
         */
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
        /**
         * List the groups of a site
         * @description Groups that may pass some door of the site.
         *
         *     Needs `groups:view`.
         */
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
        /**
         * List the access points of a site
         * @description Access points of the site. There are no pages.
         *
         *     Needs `access-points:view`.
         */
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
        /**
         * List the cameras of a site
         * @description Cameras of the site, oldest first.
         *
         *     Needs `cameras:view`.
         */
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
        /**
         * Get the time
         * @description The time of the server in UTC. The header `current-date` has the time of the caller, which must be a date.
         */
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
        /**
         * Get the service token
         * @description The id and the end of the token of the caller, not its value.
         *
         *     Needs `service-tokens:edit`.
         */
        get: operations["getServiceToken"];
        put?: never;
        /**
         * Create a service token
         * @description The answer has the token, which is shown only here. 400 when the caller has one already: revoke it first.
         *
         *     Needs `service-tokens:edit`.
         */
        post: operations["createServiceToken"];
        /**
         * Revoke the service token
         * @description The token is refused within seconds.
         *
         *     Needs `service-tokens:edit`.
         */
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
        /**
         * List users
         * @description Users of the account, oldest first. Visitors are left out unless the filter asks for them.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `id` | `eq`, `ne`: ids |
         *     | `firstname` | `eq`: contains the text |
         *     | `lastname` | `eq`: contains the text |
         *     | `user_status` | `eq`: `active` (not suspended, and has something to open doors with), `suspended` or `deleted` |
         *     | `externalId` | `eq`: is exactly the text |
         *     | `emails.address` | `eq`: has the address, in any case |
         *     | `kind` | `eq`: `USER` or `VISITOR` |
         *     | `cf_{id}` | `eq`: the value of that custom field contains the text; `exact`: it is the text, case included |
         *
         *     Needs `users:view`.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description Adds a person to the account. Credentials and groups are given afterwards. A PIN or an external id that another user of the account has is refused with 400.
         *
         *     Needs `users:edit`.
         */
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
        /**
         * Get a user
         * @description One user with contacts, values of custom fields and, for 30 minutes, a link to the photo.
         *
         *     Needs `users:view`.
         */
        get: operations["getUser"];
        /**
         * Replace a user
         * @description The body is the whole user: what it leaves out is removed. Three things stay when they are left out: `externalId`, `suspended` and values of custom fields. So do the dates of a visitor, which are those of the visit: panels follow a change of them. Use `PATCH` to change single fields.
         *
         *     Needs `users:edit`.
         */
        put: operations["updateUser"];
        post?: never;
        /**
         * Delete a user
         * @description Deletes the user, the photo, the PIN and the memberships. Cards become unassigned; the phone key is revoked.
         *
         *     Needs `users:edit`.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Changes the fields that the body names. `null` clears a field, or all contacts of a kind. The dates of a visitor are those of the visit: panels follow a change of them, and `null` leaves them.
         *
         *     Needs `users:edit`.
         */
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
        /**
         * Get a user by external id
         * @description Finds the user whose `externalId` is exactly this one. An external id may hold any character: encode a slash as `%2F`.
         *
         *     Needs `users:view`.
         */
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
        /**
         * Get whether a user is suspended
         * @description A suspended user is refused at every door, by every credential and by the PIN.
         *
         *     Needs `users:view`.
         */
        get: operations["getUserSuspended"];
        /**
         * Suspend or resume a user
         * @description Panels learn of it within seconds. Memberships and credentials stay as they are.
         *
         *     Needs `users:edit`.
         *
         *     Also answered by POST.
         */
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
        /**
         * List a user's credentials
         * @description Every credential of the user with its dates, and the PIN last. There are no pages.
         *
         *     Needs `credentials:view`.
         */
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
        /**
         * Assign a credential
         * @description Gives an unassigned credential to the user, or changes the dates of one that the user has. Without dates it is valid at once and without an end.
         *
         *     Needs `credentials:edit`.
         *
         *     Also answered by POST.
         */
        put: operations["assignCredential"];
        post?: never;
        /**
         * Take a credential away
         * @description The credential is unassigned and may be given to somebody else. A phone key or a face is deleted instead.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * List a user's custom fields
         * @description The values that the user has, in the order of display. There are no pages.
         *
         *     Needs `users:view`.
         */
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
        /**
         * Set the value of a custom field
         * @description The value must suit the type and the pattern of the field. `null` or an empty text takes the value away.
         *
         *     Needs `users:edit`.
         *
         *     Also answered by POST.
         */
        put: operations["updateFieldValue"];
        post?: never;
        /**
         * Clear the value of a custom field
         * @description Takes the value away. The field itself stays.
         *
         *     Needs `users:edit`.
         */
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
        /**
         * Take all credentials away
         * @description Takes every credential from the user at once, the phone key and the PIN too. 204 also when there is none.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * Create users in batch
         * @description Starts a job that creates up to 1,000 users. One that is wrong does not keep the others from being created: *Get a batch job* says what became of each.
         *
         *     Needs `users:edit`.
         */
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
        /**
         * Get a user's photo
         * @description The bytes of the image, with its type. Without a photo: 404.
         *
         *     Needs `users:view`.
         */
        get: operations["getUserPhoto"];
        put?: never;
        /**
         * Upload a user's photo
         * @description A multipart form with the image as its file `file`: png, jpg or gif, at most 4 MB. Its type is read from its bytes. Metadata such as the place where it was taken is removed. A photo that the user has is replaced.
         *
         *     Needs `users:edit`.
         *
         *     Also answered by PUT.
         */
        post: operations["uploadUserPhoto"];
        /**
         * Delete a user's photo
         * @description The image is gone from the storage within a minute.
         *
         *     Needs `users:edit`.
         */
        delete: operations["deleteUserPhoto"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the access of a user
         * @description The access points that the user may pass at some time, with the schedules, and whether their panels have these rules yet. Nobody who is suspended, and no visitor outside the visit, has any.
         *
         *     Needs `users:view`.
         */
        get: operations["listUserAccess"];
        put?: never;
        post?: never;
        delete?: never;
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
        /**
         * List a user's groups
         * @description The groups that the user is in, at most 16. There are no pages.
         *
         *     Needs `users:view`.
         */
        get: operations["listUserGroups"];
        put?: never;
        /**
         * Change a user's groups
         * @description Adds the user to some groups and removes the user from others, all or none. A user is in 16 groups at most.
         *
         *     Needs `users:edit`.
         *
         *     Also answered by PUT and PATCH.
         */
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
        /**
         * List a user's invitations
         * @description Invitations of the user of the last year, oldest first.
         *
         *     Fields of the filter:
         *
         *     | Field | What it takes |
         *     | --- | --- |
         *     | `status` | `eq`: `PENDING`, `REDEEMED`, `EXPIRED` or `CANCELLED` |
         *
         *     Needs `credentials:view`.
         */
        get: operations["listUserDigitalInvitations"];
        /**
         * Send an invitation again
         * @description Mails the pending invitation again, with the same code.
         *
         *     Needs `credentials:edit`.
         */
        put: operations["resendUserDigitalInvitation"];
        /**
         * Invite a user to a mobile pass
         * @description Makes a mobile pass and mails its code, which is valid for three days. A user has one mobile pass or pending invitation at a time: another is 409. 412 when the account has no pass left.
         *
         *     Needs `credentials:edit`.
         */
        post: operations["createUserDigitalInvitation"];
        /**
         * Cancel an invitation
         * @description Its code is worth nothing any more, and the mobile pass is deleted and given back to the account.
         *
         *     Needs `credentials:edit`.
         */
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
        /**
         * Get the caller's mobile pass credential
         * @description The credential in the phone of the caller, who is a card holder with a token of their own. 403 for anybody else.
         */
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
        /**
         * Give or take wallet passes
         * @description Gives up to 30 mobile passes a place in the wallet of the phone (`nfcEnabled=true`) or takes it away (`false`), all or none.
         *
         *     Needs `credentials:edit`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Get the caller's mobile pass
         * @description What the phone of a card holder needs: the pass, and the doors that it opens. 403 for anybody else.
         */
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
        /**
         * Invite a visitor
         * @description Makes a visitor in the name of the caller, and mails a PIN of six digits or, with `MOBILE_PASS`, an invitation. When the mail is not accepted, or no mobile pass is left, there is no visitor.
         *
         *     Needs `users:edit`.
         */
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
        /**
         * Delete a visitor
         * @description Ends the visit: the PIN and the mobile pass open nothing any more.
         *
         *     Needs `users:edit`.
         */
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
        /**
         * Send a visitor a new invitation
         * @description Ends the former invitation and its mobile pass. 400 for a visitor who was never invited to one.
         *
         *     Needs `credentials:edit`.
         *
         *     Also answered by PUT.
         */
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
        /**
         * Show the page of consent
         * @description The page that a mail about a faceprint opens: it asks for the consent, or says that it was given.
         */
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
        /**
         * Consent to a faceprint
         * @description What the form of the page sends: the face opens doors from now on.
         */
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
        /**
         * Withdraw the consent
         * @description What the form of the page sends: the face is deleted.
         */
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
        /**
         * Redeem an invitation
         * @description Gives a phone the credential for its code, which is good once. After ten wrong codes an address is refused with 429 for 15 minutes.
         */
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
        /**
         * Open a demo clip
         * @description The moving picture behind a link of the built-in provider. Needs no token.
         */
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
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the account
             * @example Analytical Engines Ltd
             */
            name: string;
            /**
             * @description The number of the account, for people
             * @example 1101
             */
            accountNumber: string;
            /**
             * @description What kind of account it is
             * @example CUSTOMER
             */
            accountType: string;
            /** @description Who owns the account */
            masterAdmin?: {
                /**
                 * @description The name to sign in with
                 * @example ada
                 */
                username: string;
                /**
                 * @description The first name
                 * @example Ada
                 */
                firstName: string;
                /**
                 * @description The last name
                 * @example Lovelace
                 */
                lastName: string;
            };
            /** @description When the account was closed; only a closed one has it */
            closed?: string;
        };
        Error: {
            /**
             * @description What is wrong, for people
             * @example Requested user not found
             */
            message: string;
            /**
             * @description The status
             * @example 404
             */
            code: number;
        };
        AccountSummary: {
            /**
             * @description How many access points there are
             * @example 24
             */
            doorCount?: number;
            /**
             * @description How many users are not suspended, whether or not they have something to open doors with
             * @example 312
             */
            activeUserCount?: number;
            /**
             * @description How many control panels there are
             * @example 6
             */
            panelCount?: number;
            /**
             * @description How many cameras there are
             * @example 8
             */
            cameraCount?: number;
            /**
             * @description How many control panels are not connected
             * @example 1
             */
            panelOffline?: number;
            /**
             * @description The same number
             * @example 1
             */
            panelsOffline?: number;
            /**
             * @description How many sites there are
             * @example 2
             */
            siteCount?: number;
            /**
             * @description How many administrators there are
             * @example 5
             */
            administratorCount?: number;
            /**
             * @description How many credentials there are
             * @example 340
             */
            credentialCount?: number;
        };
        Account: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the account
             * @example Analytical Engines Ltd
             */
            name: string;
            /**
             * @description The number of the account, for people
             * @example 1101
             */
            accountNumber: string;
            /**
             * @description What kind of account it is
             * @example CUSTOMER
             */
            accountType: string;
            /** @description Who owns the account */
            masterAdmin?: {
                /**
                 * @description The name to sign in with
                 * @example ada
                 */
                username: string;
                /**
                 * @description The first name
                 * @example Ada
                 */
                firstName: string;
                /**
                 * @description The last name
                 * @example Lovelace
                 */
                lastName: string;
            };
            /** @description When the account was closed; only a closed one has it */
            closed?: string;
            /**
             * @description What it is, in words
             * @example North division
             */
            description?: string;
            /** @description Whom to call about the account */
            contact?: components["schemas"]["Contact"];
            /** @description Whom to call in an emergency */
            emergency?: components["schemas"]["Contact"];
            /** @description Whom to call about bills */
            billing?: components["schemas"]["Contact"];
        };
        Contact: {
            /**
             * @description Street and number
             * @example 12 St James Square
             */
            streetAddress1?: string;
            /**
             * @description A second line of the address
             * @example 2nd floor
             */
            streetAddress2?: string;
            /**
             * @description The city
             * @example London
             */
            city?: string;
            /**
             * @description The state or the region
             * @example Greater London
             */
            state?: string;
            /**
             * @description The postal code
             * @example SW1Y 4JH
             */
            postalCode?: string;
            /**
             * @description The country
             * @example United Kingdom
             */
            country?: string;
            /**
             * @description The telephone number
             * @example +44 20 7946 0123
             */
            telephoneNumber?: string;
            /**
             * @description The extension
             * @example 33
             */
            telephoneExtension?: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName?: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName?: string;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
            email?: string;
            /**
             * @description Shown to a CSR only
             * @example Call before noon
             */
            notes?: string;
        };
        AccountUpdated: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the account
             * @example Analytical Engines Ltd
             */
            name: string;
            /**
             * @description The number of the account, for people
             * @example 1101
             */
            accountNumber: string;
            /**
             * @description What kind of account it is
             * @example CUSTOMER
             */
            accountType: string;
            /** @description Who owns the account */
            masterAdmin?: {
                /**
                 * @description The name to sign in with
                 * @example ada
                 */
                username: string;
                /**
                 * @description The first name
                 * @example Ada
                 */
                firstName: string;
                /**
                 * @description The last name
                 * @example Lovelace
                 */
                lastName: string;
                /**
                 * @description The e-mail address
                 * @example ada@example.com
                 */
                email?: string;
            };
            /** @description When the account was closed; only a closed one has it */
            closed?: string;
            /**
             * @description What it is, in words
             * @example North division
             */
            description?: string;
            /** @description Whom to call about the account */
            contact?: components["schemas"]["Contact"];
            /** @description Whom to call in an emergency */
            emergency?: components["schemas"]["Contact"];
            /** @description Whom to call about bills */
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
            /**
             * @description The name of the account
             * @example Analytical Engines Ltd
             */
            name: string;
            /**
             * @description What it is, in words
             * @example North division
             */
            description?: string | null;
            /** @description Whom to call about the account */
            contact: components["schemas"]["ContactInput"];
            /** @description Whom to call in an emergency */
            emergency?: components["schemas"]["EmergencyContactInput"];
            /** @description Whom to call about bills */
            billing?: components["schemas"]["ContactInput"] | null;
            /** @description Who owns the account */
            masterAdmin: components["schemas"]["FirstAdministratorInput"];
        };
        ContactInput: {
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description The telephone number
             * @example +44 20 7946 0123
             */
            telephoneNumber: string;
            /**
             * @description Street and number
             * @example 12 St James Square
             */
            streetAddress1: string;
            /**
             * @description The city
             * @example London
             */
            city: string;
            /**
             * @description The state or the region
             * @example Greater London
             */
            state: string;
            /**
             * @description The postal code
             * @example SW1Y 4JH
             */
            postalCode: string;
            /**
             * @description A second line of the address
             * @example 2nd floor
             */
            streetAddress2?: string | null;
            /**
             * @description The country
             * @example United Kingdom
             */
            country?: string | null;
            /**
             * @description The extension
             * @example 33
             */
            telephoneExtension?: string | null;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
            email?: string | null;
            /**
             * @description Notes, for a CSR only
             * @example Call before noon
             */
            notes?: string | null;
        };
        EmergencyContactInput: {
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description The telephone number
             * @example +44 20 7946 0123
             */
            telephoneNumber: string;
            /**
             * @description Street and number
             * @example 12 St James Square
             */
            streetAddress1?: string | null;
            /**
             * @description The city
             * @example London
             */
            city?: string | null;
            /**
             * @description The state or the region
             * @example Greater London
             */
            state?: string | null;
            /**
             * @description The postal code
             * @example SW1Y 4JH
             */
            postalCode?: string | null;
            /**
             * @description A second line of the address
             * @example 2nd floor
             */
            streetAddress2?: string | null;
            /**
             * @description The country
             * @example United Kingdom
             */
            country?: string | null;
            /**
             * @description The extension
             * @example 33
             */
            telephoneExtension?: string | null;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
            email?: string | null;
            /**
             * @description Notes, for a CSR only
             * @example Call before noon
             */
            notes?: string | null;
        } | null;
        FirstAdministratorInput: {
            /**
             * @description The name to sign in with
             * @example ada
             */
            username: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string | null;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
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
            /**
             * @description The name of the account
             * @example Analytical Engines Ltd
             */
            name: string;
            /**
             * @description What it is, in words
             * @example North division
             */
            description?: string | null;
            /** @description Whom to call about the account */
            contact: components["schemas"]["ContactInput"];
            /** @description Whom to call in an emergency */
            emergency?: components["schemas"]["EmergencyContactInput"];
            /** @description Whom to call about bills */
            billing?: components["schemas"]["ContactInput"] | null;
        };
        AccountAdministrator: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name to sign in with
             * @example ada
             */
            username: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
            email: string;
            /**
             * @description The time zone of the administrator, an IANA name
             * @example Europe/London
             */
            timezone: string;
            /**
             * @description Whether the administrator owns the account
             * @example true
             */
            owner: boolean;
        };
        AccountSetting: {
            /**
             * @description The id of the setting
             * @example 90003
             */
            id: number;
            /**
             * @description The name of the setting
             * @example MIN_PIN_LENGTH
             */
            name: string;
            /**
             * @description The value, as text
             * @example 6
             */
            value: string;
            /**
             * @description The value that it has by itself
             * @example 4
             */
            defaultValue: string;
        };
        /**
         * @example {
         *       "value": "6"
         *     }
         */
        AccountSettingInput: {
            /**
             * @description The value, as text
             * @example 6
             */
            value: string | number | boolean;
        };
        AccountFeature: {
            /**
             * @description The id of the feature
             * @example 19
             */
            id: number;
            /**
             * @description The name of the feature
             * @example Brivo Phone Pass
             */
            name: string;
            /**
             * @description Whether the account has it
             * @example true
             */
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
            /**
             * @description The number of the activity
             * @example 4012345678
             */
            id: number;
            /**
             * @description When it happened
             * @example 2026-03-02T12:00:00Z
             */
            occurred: string;
            /**
             * @description The id of the site
             * @example 2201
             */
            siteId?: number;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName?: string;
            /**
             * @description The id of the user
             * @example 210034
             */
            userId?: number;
            /**
             * @description The id of what it is about
             * @example 4101
             */
            objectId?: number;
            /**
             * @description What kind of thing it is
             * @example ACCESS-POINT
             */
            objectType?: string;
            /**
             * @description The name of what was acted on
             * @example Front door
             */
            objectName?: string;
            /**
             * @description A code of `GET /event-types`
             * @example 2004
             */
            actionTypeId: number;
            /**
             * @description What happened, in words
             * @example Open by Ada Lovelace
             */
            description: string;
        };
        Administrator: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name to sign in with
             * @example ada
             */
            username: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description What kind of administrator it is
             * @example SENIOR
             */
            identityType: string;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
            email: string;
            /**
             * @description The time zone of the administrator, an IANA name
             * @example Europe/London
             */
            timezone: string;
            /**
             * @description Whether the administrator may create others
             * @example false
             */
            canCreateAdmins: boolean;
        };
        AdministratorRetrieved: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name to sign in with
             * @example ada
             */
            username: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description What kind of administrator it is
             * @example SENIOR
             */
            identityType: string;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
            email: string;
            /**
             * @description The time zone of the administrator, an IANA name
             * @example Europe/London
             */
            timezone: string;
            /**
             * @description Whether the administrator may create others
             * @example false
             */
            canCreateAdmins: boolean;
            /**
             * @description The id of the account
             * @example 1101
             */
            accountId: number;
        };
        AdministratorInput: {
            /**
             * @description The name to sign in with
             * @example ada
             */
            username: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string | null;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
            email: string;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timezone?: string | null;
            /**
             * @description What the administrator is asked when the password is lost
             * @example What was your first machine?
             */
            securityQuestion: string;
            /**
             * @description The answer; it is never shown
             * @example The Difference Engine
             */
            securityAnswer: string;
            /**
             * @description What kind of administrator it is
             * @example SENIOR
             * @enum {string|null}
             */
            identityType?: "ASSISTANT" | "SENIOR" | "DEALER" | null;
            /**
             * @description Whether the administrator may create others
             * @example false
             */
            canCreateAdmins?: boolean | null;
            /**
             * @description The password, 8 to 128 characters; it is never shown
             * @example correct horse battery staple
             */
            password?: string | null;
        };
        AdministratorUpdate: {
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string | null;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description The e-mail address
             * @example ada@example.com
             */
            email: string;
            /**
             * @description What kind of administrator it is
             * @example SENIOR
             * @enum {string|null}
             */
            identityType?: "CSR" | "DEALER" | "MASTER" | "SENIOR" | "ASSISTANT" | null;
            /**
             * @description Whether the administrator may create others
             * @example false
             */
            canCreateAdmins?: boolean | null;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timezone?: string | null;
        };
        UsernameAvailable: {
            /**
             * @description The text `'true'` or `'false'`
             * @example true
             * @enum {string}
             */
            available: "true" | "false";
        };
        UsernameCheck: {
            /**
             * @description The name to sign in with
             * @example ada
             */
            username: string;
        };
        Login: {
            /**
             * @description Whether the administrator may sign in
             * @example true
             */
            active: boolean;
            /**
             * @description Whether too many wrong passwords have locked the login
             * @example false
             */
            locked: boolean;
            /**
             * @description Whether the password must be changed at the next sign-in
             * @example false
             */
            temporaryPassword: boolean;
            /**
             * @description What the administrator is asked when the password is lost
             * @example What was your first machine?
             */
            securityQuestion?: string;
            /**
             * @description How many wrong passwords were given since the last sign-in
             * @example 0
             */
            retryCount: number;
            /**
             * @description When somebody last tried to sign in
             * @example 2026-03-01T08:02:11Z
             */
            lastAttempted?: string;
            /**
             * @description Until when the temporary password works
             * @example 2026-03-09T12:00:00Z
             */
            temporaryPasswordExpiration?: string;
            /**
             * @description When the login ends
             * @example 2027-03-01T00:00:00Z
             */
            expiration?: string;
        };
        LoginUpdate: {
            /**
             * @description Whether the administrator may sign in
             * @example true
             */
            active?: boolean;
            /**
             * @description The password, 8 to 128 characters; it is never shown
             * @example correct horse battery staple
             */
            password?: string | null;
            /**
             * @description Whether the password must be changed at the next sign-in
             * @example false
             */
            temporaryPassword?: boolean;
            /**
             * @description What the administrator is asked when the password is lost
             * @example What was your first machine?
             */
            securityQuestion?: string | null;
            /**
             * @description The answer; it is never shown
             * @example The Difference Engine
             */
            securityAnswer?: string | null;
            /**
             * @description When the login ends; `null` removes the end
             * @example 2027-03-01T00:00:00Z
             */
            expiration?: string | null;
        };
        RoleList: {
            /** @description What was asked for */
            data: components["schemas"]["RoleListed"][];
            /**
             * @description How many there are in all
             * @example 1
             */
            count: number;
        };
        RoleListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the role
             * @example Reception
             */
            name: string;
            /**
             * @description What the role is for
             * @example People at the front desk
             */
            description?: string;
            /**
             * @description `DEFAULT` for a role that every account has
             * @example CUSTOM
             * @enum {string}
             */
            roleType: "DEFAULT" | "CUSTOM";
        };
        Application: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The id of the account
             * @example 1101
             */
            accountId: number;
            /**
             * @description The name of the application
             * @example Visitor desk
             */
            name: string;
            /**
             * @description What it is, in words
             * @example North division
             */
            description?: string;
            /**
             * @description How the application gets tokens
             * @example [
             *       "authorization_code",
             *       "refresh_token"
             *     ]
             */
            grantTypes: string[];
            /**
             * @description `public`: it has no secret. Left out for others
             * @enum {string}
             */
            kind?: "public";
            /**
             * @description Names the application when it asks for tokens
             * @example 0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa
             */
            clientId: string;
            /**
             * @description Seconds
             * @example 900
             */
            accessTokenTtl: number;
            /**
             * @description Seconds
             * @example 2592000
             */
            refreshTokenTtl: number;
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
        };
        ApplicationCreated: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The id of the account
             * @example 1101
             */
            accountId: number;
            /**
             * @description The name of the application
             * @example Visitor desk
             */
            name: string;
            /**
             * @description What it is, in words
             * @example North division
             */
            description?: string;
            /**
             * @description How the application gets tokens
             * @example [
             *       "authorization_code",
             *       "refresh_token"
             *     ]
             */
            grantTypes: string[];
            /**
             * @description `public`: it has no secret. Left out for others
             * @enum {string}
             */
            kind?: "public";
            /**
             * @description Names the application when it asks for tokens
             * @example 0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa
             */
            clientId: string;
            /**
             * @description Seconds
             * @example 900
             */
            accessTokenTtl: number;
            /**
             * @description Seconds
             * @example 2592000
             */
            refreshTokenTtl: number;
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
            /**
             * @description The client secret, which is shown this once
             * @example pZ3mW7cQn1vB8xK5tR2yL9dF
             */
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
            /**
             * @description The name of the application
             * @example Visitor desk
             */
            name: string;
            /**
             * @description What it is, in words
             * @example North division
             */
            description: string;
            /**
             * @description Where people come back to after signing in
             * @example https://app.example.com/callback
             */
            redirectUri?: string | null;
            /**
             * @description `authorization_code` or `password`
             * @example [
             *       "authorization_code"
             *     ]
             */
            grantTypes: ("authorization_code" | "password" | "refresh_token")[];
            /**
             * @description `public`: no secret, and a code with PKCE only
             * @enum {string|null}
             */
            kind?: "public" | null;
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
            /** @description The administrator */
            identity: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name to sign in with
                 * @example ada
                 */
                username: string;
                /**
                 * @description The first name
                 * @example Ada
                 */
                firstName: string;
                /**
                 * @description The last name
                 * @example Lovelace
                 */
                lastName: string;
            };
            /** @description The applications that may act for them */
            applications: {
                /**
                 * @description The name of the application
                 * @example Visitor desk
                 */
                name: string;
                /**
                 * @description What it is, in words
                 * @example North division
                 */
                description?: string;
                /**
                 * @description Names the application when it asks for tokens
                 * @example 0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa
                 */
                clientId: string;
            }[];
        };
        ApiKey: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description The last characters of the key
             * @example GsAs
             */
            lastCharacters: string;
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created: string;
        };
        ApiKeyCreated: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description The last characters of the key
             * @example GsAs
             */
            lastCharacters: string;
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created: string;
            /**
             * @description The value of the header api-key, which is shown this once
             * @example 8sd4-8sd5-8sd6.ZlYaO26NRwlS6cnDqjUcjCYsGNKjA0iXjsQe3uNGsAs
             */
            apiKey: string;
        };
        /**
         * @example {
         *       "name": "Nightly import"
         *     }
         */
        ApiKeyInput: {
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
        };
        AccessPointListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description The id of its control panel
             * @example 3301
             */
            controlPanelId: number;
            /**
             * @description The id of the site
             * @example 2201
             */
            siteId: number;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description Whether it may be opened by a call
             * @example true
             */
            activationEnabled: boolean;
            /**
             * @description Whether it asks for a PIN with the card
             * @example false
             */
            twoFactorEnabled: boolean;
            /**
             * @description What it is
             * @example DOOR
             * @enum {string}
             */
            type: "DOOR" | "FLOOR" | "WIEGAND" | "SALTO_DOOR" | "ALLEGION_DOOR" | "ASSA_ABLOY_DOOR";
            /**
             * @description Whether its live status is reported
             * @example true
             */
            reportLiveStatus: boolean;
        };
        AccessPoint: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description The id of its control panel
             * @example 3301
             */
            controlPanelId: number;
            /**
             * @description The id of the site
             * @example 2201
             */
            siteId: number;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description Whether it may be opened by a call
             * @example true
             */
            activationEnabled: boolean;
            /**
             * @description Whether it asks for a PIN with the card
             * @example false
             */
            twoFactorEnabled: boolean;
            /**
             * @description What it is
             * @example DOOR
             * @enum {string}
             */
            type: "DOOR" | "FLOOR" | "WIEGAND" | "SALTO_DOOR" | "ALLEGION_DOOR" | "ASSA_ABLOY_DOOR";
            /**
             * @description Whether its live status is reported
             * @example true
             */
            reportLiveStatus: boolean;
            /**
             * @description For how many seconds a door opens
             * @example 5
             */
            pulseSeconds: number;
            /**
             * @description The id of the schedule that keeps the door unlocked
             * @example 8101
             */
            unlockScheduleId?: number;
            /**
             * @description The name of that schedule
             * @example Office hours
             */
            unlockScheduleName?: string;
            /**
             * @description The id of the group of which a member has to come in first
             * @example 5102
             */
            unlockScheduleEnablingGroupId?: number;
            /** @description After how many failed attempts in a row a reader is blocked, and for how long */
            failedAttempts?: {
                /**
                 * @description After how many failed attempts in a row
                 * @example 5
                 */
                limit: number;
                /**
                 * @description For how many seconds the reader is blocked
                 * @example 30
                 */
                blockSeconds: number;
            };
            /** @description What it asks for besides a permission; a given object replaces all of it, and `null` takes it away */
            doorRules?: components["schemas"]["DoorRules"];
            /** @description Of a floor: the id of the lift, the door whose reader is in the cabin */
            elevatorId?: number;
            /** @description Of a floor: its number, which may be 0 or negative */
            floorNumber?: number;
            /** @description Of a floor: the output that lets passengers choose it, counted among those of the lift */
            relay?: number;
            /** @description Of a Wiegand output: which one of the panel */
            wiegandPort?: number;
            /** @description Of a wireless lock: its serial number */
            lockSerialNumber?: string;
        };
        DoorRules: {
            /** @description Several factors of one person: any one of the sets is enough */
            factors?: components["schemas"]["RequiredFactors"];
            /** @description That two people who may pass come one after the other */
            twoPerson?: components["schemas"]["TwoPersonRule"];
            /** @description That members of these groups pass only with somebody who may pass and is in none of them */
            escort?: components["schemas"]["EscortRule"];
            /** @description That it opens only while other doors of the same control panel are shut and locked */
            interlock?: components["schemas"]["Interlock"];
            /** @description That a PIN one higher than a right one opens as that one does, and raises a silent alarm */
            silentAlarm?: boolean;
        };
        RequiredFactors: {
            /**
             * @description Sets of 2 to 4 different factors, 1 to 8 of them
             * @example [
             *       [
             *         "CARD",
             *         "PIN"
             *       ]
             *     ]
             */
            sets: ("CARD" | "PIN" | "FINGER" | "MOBILE_KEY" | "PLATE" | "FACE")[][];
            /** @description The schedule during which it is asked; without one always */
            scheduleId?: number;
            /** @description The side of the door at which it is asked: 1 the entry, 2 the exit; without one at both */
            side?: number;
        };
        TwoPersonRule: {
            /** @description The schedule during which it is asked; without one always */
            scheduleId?: number;
            /** @description The side of the door at which it is asked: 1 the entry, 2 the exit; without one at both */
            side?: number;
        };
        EscortRule: {
            /**
             * @description Ids of the groups whose members are escorted
             * @example [
             *       5102
             *     ]
             */
            groupIds: number[];
        };
        Interlock: {
            /**
             * @description Ids of these doors; the interlock holds for them too
             * @example [
             *       4102
             *     ]
             */
            accessPointIds: number[];
        };
        AccessPointInput: {
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description Whether it may be opened by a call
             * @example true
             */
            activationEnabled?: boolean;
            /**
             * @description Whether it asks for a PIN with the card
             * @example false
             */
            twoFactorEnabled?: boolean;
            /**
             * @description Whether its live status is reported
             * @example true
             */
            reportLiveStatus?: boolean;
            /**
             * @description For how many seconds a door opens
             * @default 5
             * @example 5
             */
            pulseSeconds: number | null;
            /** @description Of a floor: its number, which may be 0 or negative */
            floorNumber?: number | null;
            /** @description Of a floor: the output that lets passengers choose it, counted among those of the lift */
            relay?: number | null;
            /** @description Of a Wiegand output: which one of the panel */
            wiegandPort?: number | null;
            /** @description Of a wireless lock: its serial number */
            lockSerialNumber?: string | null;
            /** @description After how many failed attempts in a row a reader is blocked, and for how long */
            failedAttempts?: {
                /**
                 * @description After how many failed attempts in a row
                 * @default 5
                 * @example 5
                 */
                limit: number | null;
                /**
                 * @description For how many seconds the reader is blocked
                 * @default 30
                 * @example 30
                 */
                blockSeconds: number | null;
            } | null;
            /** @description What it asks for besides a permission; a given object replaces all of it, and `null` takes it away */
            doorRules?: components["schemas"]["DoorRulesInput"];
            /**
             * @description What it is; upper or lower case
             * @default DOOR
             * @example DOOR
             * @enum {string}
             */
            type: "DOOR" | "FLOOR" | "WIEGAND" | "SALTO_DOOR" | "ALLEGION_DOOR" | "ASSA_ABLOY_DOOR";
            /**
             * @description Id of one Panel
             * @example 3301
             */
            controlPanelId?: number | null;
            /** @description Id of one AccessPoint */
            elevatorId?: number | null;
            /**
             * @description Id of one Schedule
             * @example 8101
             */
            unlockScheduleId?: number | null;
        };
        /**
         * @example {
         *       "factors": {
         *         "sets": [
         *           [
         *             "CARD",
         *             "PIN"
         *           ]
         *         ],
         *         "side": 1
         *       },
         *       "escort": {
         *         "groupIds": [
         *           5102
         *         ]
         *       }
         *     }
         */
        DoorRulesInput: {
            /** @description Several factors of one person: any one of the sets is enough */
            factors?: components["schemas"]["RequiredFactorsInput"];
            /** @description That two people who may pass come one after the other */
            twoPerson?: components["schemas"]["TwoPersonRuleInput"];
            /** @description That members of these groups pass only with somebody who may pass and is in none of them */
            escort?: components["schemas"]["EscortRuleInput"];
            /** @description That it opens only while other doors of the same control panel are shut and locked */
            interlock?: components["schemas"]["InterlockInput"];
            /** @description That a PIN one higher than a right one opens as that one does, and raises a silent alarm */
            silentAlarm?: boolean;
        } | null;
        RequiredFactorsInput: {
            /**
             * @description Sets of 2 to 4 different factors, 1 to 8 of them
             * @example [
             *       [
             *         "CARD",
             *         "PIN"
             *       ]
             *     ]
             */
            sets: ("CARD" | "PIN" | "FINGER" | "MOBILE_KEY" | "PLATE" | "FACE")[][];
            /** @description The schedule during which it is asked; without one always */
            scheduleId?: number | null;
            /** @description The side of the door at which it is asked: 1 the entry, 2 the exit; without one at both */
            side?: number | null;
        } | null;
        TwoPersonRuleInput: {
            /** @description The schedule during which it is asked; without one always */
            scheduleId?: number | null;
            /** @description The side of the door at which it is asked: 1 the entry, 2 the exit; without one at both */
            side?: number | null;
        } | null;
        EscortRuleInput: {
            /**
             * @description Ids of the groups whose members are escorted
             * @example [
             *       5102
             *     ]
             */
            groupIds: number[];
        } | null;
        InterlockInput: {
            /**
             * @description Ids of these doors; the interlock holds for them too
             * @example [
             *       4102
             *     ]
             */
            accessPointIds: number[];
        } | null;
        AccessPointPatch: {
            /**
             * @description The name
             * @example Headquarters
             */
            name?: string | null;
            /**
             * @description Whether it may be opened by a call
             * @example true
             */
            activationEnabled?: boolean;
            /**
             * @description Whether it asks for a PIN with the card
             * @example false
             */
            twoFactorEnabled?: boolean;
            /**
             * @description Whether its live status is reported
             * @example true
             */
            reportLiveStatus?: boolean;
            /**
             * @description For how many seconds a door opens
             * @example 5
             */
            pulseSeconds?: number | null;
            /** @description Of a floor: its number, which may be 0 or negative */
            floorNumber?: number | null;
            /** @description Of a floor: the output that lets passengers choose it, counted among those of the lift */
            relay?: number | null;
            /** @description Of a Wiegand output: which one of the panel */
            wiegandPort?: number | null;
            /** @description Of a wireless lock: its serial number */
            lockSerialNumber?: string | null;
            /**
             * @description Id of one Schedule
             * @example 8101
             */
            unlockScheduleId?: number | null;
            /** @description After how many failed attempts in a row a reader is blocked, and for how long */
            failedAttempts?: {
                /**
                 * @description After how many failed attempts in a row
                 * @default 5
                 * @example 5
                 */
                limit: number | null;
                /**
                 * @description For how many seconds the reader is blocked
                 * @default 30
                 * @example 30
                 */
                blockSeconds: number | null;
            } | null;
            /** @description What it asks for besides a permission; a given object replaces all of it, and `null` takes it away */
            doorRules?: components["schemas"]["DoorRulesInput"];
        };
        Command: {
            /**
             * @description The id of the command
             * @example 0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071
             */
            id: string;
            /**
             * @description What was ordered
             * @example activate
             * @enum {string}
             */
            kind: "activate" | "activate_floors";
            /**
             * @description The id of the access point
             * @example 4101
             */
            accessPointId: number;
            /**
             * @description The name of the access point when it was ordered
             * @example Front door
             */
            accessPointName: string;
            /** @description The floors that it releases */
            floorIds?: number[];
            /**
             * @description For how many seconds the door opens, or the floors are released
             * @example 5
             */
            pulseSeconds: number;
            /**
             * @description The id of its control panel
             * @example 3301
             */
            controlPanelId: number;
            /**
             * @description How far the command came
             * @example succeeded
             * @enum {string}
             */
            state: "accepted" | "sent" | "received" | "executing" | "succeeded" | "failed" | "rejected" | "expired" | "unknown";
            /** @description The states that it has been in, each with its time */
            states: components["schemas"]["CommandStep"][];
            /** @description Why it failed or was rejected */
            reason?: string;
            /** @description Who gave it */
            by: components["schemas"]["CommandParty"];
            /** @description The person who opened the door for themselves, or the administrator by whose rights a token gave it */
            for?: components["schemas"]["CommandParty"];
            /** @description The id of the credential in the phone by which a person opened the door */
            credentialId?: number;
            /** @description The application through which it was given */
            application?: components["schemas"]["CommandApplication"];
            /**
             * @description When it was ordered
             * @example 2026-03-02T12:00:00Z
             */
            issued: string;
            /**
             * @description The panel does not do it after this
             * @example 2026-03-02T12:00:10Z
             */
            notAfter: string;
            /**
             * @description When the panel ought to have said that it has it
             * @example 2026-03-02T12:00:03Z
             */
            receivedDue: string;
            /**
             * @description When the panel ought to have said what came of it
             * @example 2026-03-02T12:00:10Z
             */
            resultDue: string;
            /**
             * @description How often it was sent to the panel
             * @example 1
             */
            sends: number;
            /**
             * @description When it was sent
             * @example 2026-03-02T12:00:00Z
             */
            sent?: string;
            /**
             * @description When the panel had received it
             * @example 2026-03-02T12:00:00Z
             */
            received?: string;
            /**
             * @description When the panel began
             * @example 2026-03-02T12:00:00Z
             */
            executing?: string;
            /**
             * @description When it was over
             * @example 2026-03-02T12:00:01Z
             */
            settled?: string;
        };
        CommandStep: {
            /**
             * @description The state
             * @example sent
             * @enum {string}
             */
            state: "accepted" | "sent" | "received" | "executing" | "succeeded" | "failed" | "rejected" | "expired" | "unknown";
            /**
             * @description Since when; what the panel did is timed by its clock
             * @example 2026-03-02T12:00:00.040Z
             */
            at: string;
            /**
             * @description Of `sent`: which time it was, from 1
             * @example 1
             */
            send?: number;
        };
        CommandParty: {
            /**
             * @description What it is
             * @example administrator
             * @enum {string}
             */
            type: "administrator" | "user" | "visitor" | "token" | "system" | "panel";
            /**
             * @description Its id
             * @example 1201
             */
            id?: number;
            /**
             * @description Its name then
             * @example Mary Master
             */
            name?: string;
        };
        CommandApplication: {
            /**
             * @description The client id of the application
             * @example 0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa
             */
            clientId: string;
        };
        GroupListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
        };
        /**
         * @example {
         *       "credentialValue": "0c1f"
         *     }
         */
        UnlockInput: {
            /** @description The value of the key; the one key of the caller is used without it */
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
            /**
             * @description For how many seconds the floors may be chosen
             * @example 10
             */
            pulseTime: number;
            /**
             * @description Ids of the floors
             * @example [
             *       4102
             *     ]
             */
            targetDevices?: number[] | null;
        };
        CameraListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /** @description Who keeps the pictures */
            videoProvider: components["schemas"]["VideoProviderListed"];
            /** @description The site */
            site: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name of the site
                 * @example Headquarters
                 */
                siteName: string;
            };
        };
        VideoProviderListed: {
            /**
             * @description The video provider
             * @example DEMO
             */
            type: string;
        };
        Area: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the area
             * @example Laboratory
             */
            name: string;
            /**
             * @description The id of its control panel
             * @example 3301
             */
            controlPanelId: number;
            /** @description Sides of doors of one control panel by which people enter the area or leave it */
            borders: components["schemas"]["AreaBorder"][];
            /** @description That nobody enters who is inside, and nobody leaves who is outside */
            antiPassback: components["schemas"]["AntiPassback"];
            /** @description How many people may be inside at once */
            occupancy: components["schemas"]["Occupancy"];
            /**
             * @description Ids of people that anti-passback does not hold for; they count for the limit
             * @example [
             *       210034
             *     ]
             */
            exceptUserIds: number[];
            /** @description When in the week it is forgotten who is inside */
            resets: components["schemas"]["AreaReset"][];
            /**
             * @description Whether the control panel follows the area
             * @example FUNCTIONAL
             * @enum {string}
             */
            state: "FUNCTIONAL" | "NON_FUNCTIONAL";
            /** @description What is wrong with it */
            problems: components["schemas"]["AreaProblem"][];
        };
        AreaBorder: {
            /**
             * @description The id of the access point
             * @example 4101
             */
            accessPointId: number;
            /**
             * @description The side of the door: 1 the entry, 2 the exit
             * @example 1
             */
            side: number;
            /**
             * @description Whether who passes there enters the area or leaves it
             * @example IN
             * @enum {string}
             */
            direction: "IN" | "OUT";
        };
        AntiPassback: {
            /**
             * @description What a breach does: `LOG` lets the person pass and notes it, `DENY` refuses
             * @example DENY
             * @enum {string}
             */
            enforcement: "LOG" | "DENY";
            /**
             * @description After how many minutes a passage is forgotten; without it never, until a reset
             * @example 480
             */
            timeoutMinutes?: number;
        } | null;
        Occupancy: {
            /**
             * @description What a breach does: `LOG` lets the person pass and notes it, `DENY` refuses
             * @example DENY
             * @enum {string}
             */
            enforcement: "LOG" | "DENY";
            /**
             * @description How many people may be inside
             * @example 40
             */
            limit: number;
        } | null;
        AreaReset: {
            /**
             * @description The weekday
             * @example MONDAY
             */
            weekday: string;
            /**
             * @description When, on the wall clock of the site
             * @example 04:00
             */
            time: string;
        };
        AreaProblem: {
            /**
             * @description What is wrong
             * @example NO_EXIT
             * @enum {string}
             */
            problem: "DOOR_MISSING" | "NO_READER" | "NO_ENTRY" | "NO_EXIT";
            /** @description At which access point */
            accessPointId?: number;
        };
        /**
         * @example {
         *       "name": "Laboratory",
         *       "borders": [
         *         {
         *           "accessPointId": 4101,
         *           "side": 1,
         *           "direction": "IN"
         *         },
         *         {
         *           "accessPointId": 4101,
         *           "side": 2,
         *           "direction": "OUT"
         *         }
         *       ],
         *       "antiPassback": {
         *         "enforcement": "DENY",
         *         "timeoutMinutes": 480
         *       },
         *       "occupancy": {
         *         "enforcement": "LOG",
         *         "limit": 40
         *       },
         *       "exceptUserIds": [
         *         210034
         *       ],
         *       "resets": [
         *         {
         *           "weekday": "MONDAY",
         *           "time": "04:00"
         *         }
         *       ]
         *     }
         */
        AreaInput: {
            /**
             * @description The name of the area
             * @example Laboratory
             */
            name: string;
            /** @description Sides of doors of one control panel */
            borders: components["schemas"]["AreaBorderInput"][];
            /** @description That nobody enters who is inside, and nobody leaves who is outside */
            antiPassback?: components["schemas"]["AntiPassbackInput"];
            /** @description How many people may be inside at once */
            occupancy?: components["schemas"]["OccupancyInput"];
            /**
             * @description Ids of people that anti-passback does not hold for; they count for the limit
             * @default []
             * @example [
             *       210034
             *     ]
             */
            exceptUserIds: number[] | null;
            /**
             * @description When in the week it is forgotten who is inside
             * @default []
             */
            resets: components["schemas"]["AreaResetInput"][] | null;
        };
        AreaBorderInput: {
            /**
             * @description Id of one AccessPoint
             * @example 4101
             */
            accessPointId: number;
            /**
             * @description The side of the door: 1 the entry, 2 the exit
             * @example 1
             */
            side: number;
            /**
             * @description Whether who passes there enters the area or leaves it
             * @example IN
             * @enum {string}
             */
            direction: "IN" | "OUT";
        };
        /**
         * @example {
         *       "enforcement": "DENY",
         *       "timeoutMinutes": 480
         *     }
         */
        AntiPassbackInput: {
            /**
             * @description What a breach does: `LOG` lets the person pass and notes it, `DENY` refuses
             * @example DENY
             * @enum {string}
             */
            enforcement: "LOG" | "DENY";
            /**
             * @description After how many minutes a passage is forgotten; without it never, until a reset
             * @example 480
             */
            timeoutMinutes?: number | null;
        } | null;
        /**
         * @example {
         *       "enforcement": "LOG",
         *       "limit": 40
         *     }
         */
        OccupancyInput: {
            /**
             * @description What a breach does: `LOG` lets the person pass and notes it, `DENY` refuses
             * @example DENY
             * @enum {string}
             */
            enforcement: "LOG" | "DENY";
            /**
             * @description How many people may be inside
             * @example 40
             */
            limit: number;
        } | null;
        AreaResetInput: {
            /**
             * @description The weekday
             * @example MONDAY
             * @enum {string}
             */
            weekday: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";
            /**
             * @description HH:MM, on the wall clock of the site
             * @example 04:00
             */
            time: string;
        };
        /**
         * @example {
         *       "antiPassback": {
         *         "enforcement": "LOG"
         *       },
         *       "occupancy": null
         *     }
         */
        AreaPatch: {
            /**
             * @description The name of the area
             * @example Laboratory
             */
            name?: string | null;
            /** @description Sides of doors of one control panel */
            borders?: components["schemas"]["AreaBorderInput"][] | null;
            /**
             * @description Ids of people that anti-passback does not hold for; they count for the limit
             * @example [
             *       210034
             *     ]
             */
            exceptUserIds?: number[] | null;
            /** @description When in the week it is forgotten who is inside */
            resets?: components["schemas"]["AreaResetInput"][] | null;
            /** @description That nobody enters who is inside, and nobody leaves who is outside */
            antiPassback?: components["schemas"]["AntiPassbackInput"];
            /** @description How many people may be inside at once */
            occupancy?: components["schemas"]["OccupancyInput"];
        };
        AreaResetDone: {
            /**
             * @description The id of the area
             * @example 4701
             */
            areaId: number;
            /**
             * @description The id of the person; absent when it was everybody
             * @example 210034
             */
            userId?: number;
            /**
             * @description Passages until then are forgotten
             * @example 2026-03-02T12:00:00.250Z
             */
            resetAt: string;
            /**
             * @description False while the control panel is out of contact, or has not said in ten seconds that it follows
             * @example true
             */
            isApplied: boolean;
        };
        Camera: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /** @description Who keeps the pictures */
            videoProvider: components["schemas"]["VideoProvider"];
            /** @description The site */
            site: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name of the site
                 * @example Headquarters
                 */
                siteName: string;
            };
            /**
             * @description Opens the live view without a token, for a limited time
             * @example https://video.example.com/live/front-door?until=1772454600
             */
            liveViewUrl?: string;
            /**
             * @description What the provider says; `UNKNOWN` when it gives no answer
             * @example ONLINE
             * @enum {string}
             */
            status?: "ONLINE" | "OFFLINE" | "UNKNOWN";
        };
        VideoProvider: {
            /**
             * @description The video provider
             * @example DEMO
             */
            type: string;
            /**
             * @description The provider's own id of the camera
             * @example front-door
             */
            cameraId: string;
        };
        CameraInput: {
            /**
             * @description The name
             * @example Front door camera
             */
            name: string;
            /**
             * @description Id of one Site
             * @example 2201
             */
            siteId: number;
            /** @description Who keeps the pictures */
            videoProvider: components["schemas"]["VideoProviderInput"];
        };
        VideoProviderInput: {
            /**
             * @description The video provider; upper or lower case
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
            /**
             * @description The name
             * @example Front door camera
             */
            name?: string | null;
            /**
             * @description Id of one Site
             * @example 2201
             */
            siteId?: number | null;
            /** @description Who keeps the pictures */
            videoProvider?: components["schemas"]["VideoProviderInput"] | null;
        };
        CameraVideo: {
            /**
             * @description When it begins
             * @example 2026-03-02T11:00:00Z
             */
            startTime: string;
            /**
             * @description When it ends
             * @example 2026-03-02T11:10:00Z
             */
            endTime: string;
            /** @description The camera */
            camera: components["schemas"]["CameraListed"];
            /** @description The clips, oldest first */
            videoClips: components["schemas"]["VideoClip"][];
        };
        VideoClip: {
            /**
             * @description What kind of file the link opens
             * @example mp4
             */
            format: string;
            /**
             * @description When it begins
             * @example 2026-03-02T11:00:00Z
             */
            startTime: string;
            /**
             * @description When it ends
             * @example 2026-03-02T11:02:00Z
             */
            endTime: string;
            /**
             * @description Opens the clip without a token, for a limited time
             * @example https://video.example.com/clips/front-door/1772449200
             */
            url: string;
        };
        Assignments: {
            /** @description Which sites */
            sites: components["schemas"]["AssignmentSelection"];
            /** @description Which groups */
            groups: components["schemas"]["AssignmentSelection"];
            /** @description Which emergency scenarios */
            emergencyScenarios: components["schemas"]["AssignmentSelection"];
            /** @description The same as `emergencyScenarios` */
            emergencyScenario: components["schemas"]["AssignmentSelection"];
        };
        AssignmentSelection: {
            /**
             * @description Whether all are assigned, with an empty list
             * @example false
             */
            isAll: boolean;
            /** @description Those that are assigned */
            assignments: {
                /**
                 * @description The name
                 * @example Headquarters
                 */
                name: string;
                /**
                 * @description The id
                 * @example 4101
                 */
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
            /** @description Which sites */
            sites: {
                /**
                 * @description All, those that are named, or none
                 * @example SELECTED
                 * @enum {string}
                 */
                assignmentType: "ALL" | "SELECTED" | "NONE";
                /**
                 * @description The ids, with `SELECTED`; 500 at most
                 * @example [
                 *       2201
                 *     ]
                 */
                selectedIds?: number[] | null;
            };
            /** @description Which groups */
            groups: {
                /**
                 * @description All, those that are named, or none
                 * @example SELECTED
                 * @enum {string}
                 */
                assignmentType: "ALL" | "SELECTED" | "NONE";
                /**
                 * @description The ids, with `SELECTED`; 500 at most
                 * @example [
                 *       2201
                 *     ]
                 */
                selectedIds?: number[] | null;
            };
            /** @description Which emergency scenarios */
            emergencyScenarios: {
                /**
                 * @description All, those that are named, or none
                 * @example SELECTED
                 * @enum {string}
                 */
                assignmentType: "ALL" | "SELECTED" | "NONE";
                /**
                 * @description The ids, with `SELECTED`; 500 at most
                 * @example [
                 *       2201
                 *     ]
                 */
                selectedIds?: number[] | null;
            };
        };
        BatchJobWithRows: {
            /**
             * @description The id of the job
             * @example 0199a3c4-5d6e-4f80-9a1b-2c3d4e5f6074
             */
            jobId: string;
            /**
             * @description How far the job is
             * @example FINISHED
             * @enum {string}
             */
            status: "PENDING" | "RUNNING" | "FINISHED" | "STOPPED";
            /** @description Why it stopped or failed, for people */
            message?: string;
            /**
             * @description How many users were sent
             * @example 2
             */
            total: number;
            /**
             * @description How many of them were created
             * @example 1
             */
            succeeded: number;
            /**
             * @description How many of them could not be created
             * @example 1
             */
            failed: number;
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
            /**
             * @description Until when the job can be asked for
             * @example 2026-03-09T12:00:00Z
             */
            expires: string;
            /** @description What was asked for */
            data: components["schemas"]["BatchRow"][];
            /**
             * @description How many were left out before the first
             * @example 0
             */
            offset: number;
            /**
             * @description How many are answered at most
             * @example 20
             */
            pageSize: number;
            /**
             * @description How many there are in all
             * @example 1
             */
            count: number;
        };
        BatchRow: {
            /**
             * @description The place of the user in the body, from 1
             * @example 1
             */
            row: number;
            /**
             * @description What became of the user
             * @example FAILED
             * @enum {string}
             */
            status: "PENDING" | "CREATED" | "FAILED" | "SKIPPED";
            /** @description The id of the new user */
            userId?: number;
            /** @description Why the user could not be created */
            error?: {
                /**
                 * @description The field that is wrong
                 * @example pin
                 */
                field?: string;
                /**
                 * @description What is wrong with it
                 * @example Invalid value for 'pin': another user of the account has it
                 */
                message: string;
            };
        };
        ControlPanelListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the panel
             * @example Lobby
             */
            panelName: string;
            /**
             * @description The serial number, unique in the account
             * @example SP-2026-0042
             */
            serialNumber: string;
            /**
             * @description When the panel was paired
             * @example 2026-01-15T10:00:00Z
             */
            activated?: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
            /**
             * @description When the panel was heard last
             * @example 2026-03-02T11:59:40Z
             */
            lastContact?: string;
            /**
             * @description The firmware that the panel runs
             * @example 5.19.2
             */
            firmwareVersion?: string;
            /**
             * @description The model of the panel
             * @example ACS-300
             */
            panelType: string;
            /**
             * @description Whether the panel is connected
             * @example CONNECTED
             * @enum {string}
             */
            status: "CONNECTED" | "DISCONNECTED";
        };
        ControlPanel: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the panel
             * @example Lobby
             */
            panelName: string;
            /**
             * @description The serial number, unique in the account
             * @example SP-2026-0042
             */
            serialNumber: string;
            /**
             * @description When the panel was paired
             * @example 2026-01-15T10:00:00Z
             */
            activated?: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
            /**
             * @description When the panel was heard last
             * @example 2026-03-02T11:59:40Z
             */
            lastContact?: string;
            /**
             * @description The firmware that the panel runs
             * @example 5.19.2
             */
            firmwareVersion?: string;
            /**
             * @description The model of the panel
             * @example ACS-300
             */
            panelType: string;
            /**
             * @description Whether the panel is connected
             * @example CONNECTED
             * @enum {string}
             */
            status: "CONNECTED" | "DISCONNECTED";
            /**
             * @description The id of the site
             * @example 2201
             */
            siteId: number;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description Since when it is connected
             * @example 2026-03-01T04:12:00Z
             */
            connectedSince?: string;
            /** @description How far the panel is with the rules of its doors */
            configuration: components["schemas"]["ControlPanelConfiguration"];
            /** @description How far the panel is with lockdowns, egresses and overrides */
            posture: components["schemas"]["ControlPanelPosture"];
        };
        ControlPanelConfiguration: {
            /**
             * @description The version that the panel should have
             * @example 318
             */
            desiredVersion: number;
            /**
             * @description The version that was sent to it
             * @example 318
             */
            sentVersion: number;
            /**
             * @description The version that it has
             * @example 318
             */
            appliedVersion: number;
            /**
             * @description Versions that the panel is behind
             * @example 0
             */
            lag: number;
            /**
             * @description For how long it has been behind; 0 when it is not
             * @example 0
             */
            lagSeconds: number;
            /** @description The version that it refused, and why */
            refused?: {
                /**
                 * @description The version
                 * @example 317
                 */
                version: number;
                /**
                 * @description Why it was refused
                 * @example signature
                 */
                error?: string;
                /**
                 * @description When
                 * @example 2026-03-02T11:00:00Z
                 */
                at: string;
            };
        };
        /** @description Overrides and emergencies: which version of them the panel has */
        ControlPanelPosture: {
            /**
             * @description The version that the panel should have
             * @example 318
             */
            desiredVersion: number;
            /**
             * @description The version that was sent to it
             * @example 318
             */
            sentVersion: number;
            /**
             * @description The version that it has
             * @example 318
             */
            appliedVersion: number;
        };
        ControlPanelWithCode: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the panel
             * @example Lobby
             */
            panelName: string;
            /**
             * @description The serial number, unique in the account
             * @example SP-2026-0042
             */
            serialNumber: string;
            /**
             * @description The id of the site
             * @example 2201
             */
            siteId: number;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description Pairs the panel, once; it is not shown again
             * @example K7QF-2M9T
             */
            pairingCode: string;
            /**
             * @description Until when the code can be used
             * @example 2026-03-03T12:00:00Z
             */
            pairingCodeExpires: string;
        };
        ControlPanelInput: {
            /**
             * @description The serial number, unique in the account
             * @example SP-2026-0042
             */
            serialNumber: string;
            /**
             * @description The name of the panel
             * @example Lobby
             */
            name: string;
            /**
             * @description Id of one Site
             * @example 2201
             */
            siteId: number;
        };
        ControlPanelReplacement: {
            /**
             * @description The serial number, unique in the account
             * @example SP-2026-0042
             */
            serialNumber: string;
        };
        ControlPanelPatch: {
            /**
             * @description The name of the panel
             * @example Lobby
             */
            name?: string | null;
            /**
             * @description Id of one Site
             * @example 2201
             */
            siteId?: number | null;
        };
        ControlPanelFirmware: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the panel
             * @example Lobby
             */
            panelName: string;
            /**
             * @description The serial number, unique in the account
             * @example SP-2026-0042
             */
            serialNumber: string;
            /**
             * @description When the panel was paired
             * @example 2026-01-15T10:00:00Z
             */
            activated?: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
            /**
             * @description The firmware that the panel runs
             * @example 5.19.2
             */
            firmwareVersion?: string;
            /**
             * @description The version that is being installed, or the one that runs
             * @example 5.20.0
             */
            version?: string;
            /**
             * @description What the panel can be asked to install
             * @example [
             *       "5.19.2",
             *       "5.20.0"
             *     ]
             */
            availableVersions: string[];
            /** @description What the panel was last asked to install, and how far that came */
            update?: components["schemas"]["ControlPanelFirmwareUpdate"];
        };
        /** @description What the panel was last asked to install, and how far that came */
        ControlPanelFirmwareUpdate: {
            /**
             * @description The version
             * @example 5.20.0
             */
            version: string;
            /**
             * @description How far that came
             * @example SENT
             * @enum {string}
             */
            state: "REQUESTED" | "SENT" | "INSTALLED" | "FAILED" | "EXPIRED";
            /**
             * @description When it was asked for
             * @example 2026-03-02T12:00:00Z
             */
            requested: string;
            /** @description When the cloud noted how it ended */
            ended?: string;
            /** @description Why it failed */
            error?: string;
        };
        /**
         * @example {
         *       "firmwareVersion": "5.20.0"
         *     }
         */
        ControlPanelFirmwareInput: {
            /**
             * @description One of the available versions
             * @example 5.20.0
             */
            firmwareVersion: string;
        };
        CustomField: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the custom field
             * @example Start of work
             */
            fieldName: string;
            /**
             * @description What its values are
             * @example DATE
             * @enum {string}
             */
            fieldType: "TEXT" | "NUMBER" | "DATE";
            /**
             * @description Its place among the others; those without one come last
             * @example 1
             */
            displayOrder: number;
            /**
             * @description Of a date: how it is written
             * @example dd.MM.yyyy
             */
            pattern?: string;
            /**
             * @description The same as `pattern`
             * @example dd.MM.yyyy
             */
            datePattern?: string;
        };
        CustomFieldInput: {
            /**
             * @description What its values are
             * @example TEXT
             * @enum {string}
             */
            fieldType: "TEXT" | "NUMBER" | "DATE";
            /**
             * @description The name of the custom field
             * @example Department
             */
            fieldName: string;
            /**
             * @description Its place among the others; those without one come last
             * @example 1
             */
            displayOrder?: number | null;
            /** @description Of a date: how it is written */
            pattern?: string;
            /** @description The same as `pattern` */
            datePattern?: string;
        };
        CustomFieldUpdate: {
            /**
             * @description What its values are
             * @example TEXT
             * @enum {string|null}
             */
            fieldType?: "TEXT" | "NUMBER" | "DATE" | null;
            /**
             * @description The name of the custom field
             * @example Department
             */
            fieldName: string;
            /**
             * @description Its place among the others; those without one come last
             * @example 1
             */
            displayOrder?: number | null;
            /** @description Of a date: how it is written */
            pattern?: string;
            /** @description The same as `pattern` */
            datePattern?: string;
        };
        DecisionExplanation: {
            /** @description The access point */
            accessPoint: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name
                 * @example Headquarters
                 */
                name: string;
                /**
                 * @description What it is
                 * @example DOOR
                 * @enum {string}
                 */
                type: "DOOR" | "FLOOR" | "WIEGAND" | "SALTO_DOOR" | "ALLEGION_DOOR" | "ASSA_ABLOY_DOOR";
                /**
                 * @description The id of the site
                 * @example 2201
                 */
                siteId: number;
                /**
                 * @description The name of the site
                 * @example Headquarters
                 */
                siteName: string;
            };
            /**
             * @description The side of the door: 1 entry, 2 exit
             * @example 1
             */
            side: number;
            /**
             * @description The instant of the decision
             * @example 2026-03-02T12:00:00.000Z
             */
            at: string;
            /**
             * @description Whether the door would open
             * @example granted
             * @enum {string}
             */
            decision: "granted" | "denied";
            /**
             * @description Why, in one word
             * @example granted
             */
            reason: string;
            /**
             * @description The code of the event that it would be; see *List event types*
             * @example 2004
             */
            eventCode: number;
            /**
             * @description That event in few words
             * @example Open
             */
            eventAction: string;
            /**
             * @description What was presented
             * @example CREDENTIAL
             * @enum {string}
             */
            presented: "CREDENTIAL" | "PIN" | "CREDENTIAL_AND_PIN" | "NOTHING";
            /** @description Whose it is */
            user?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The first name
                 * @example Ada
                 */
                firstName: string;
                /**
                 * @description The last name
                 * @example Lovelace
                 */
                lastName: string;
            };
            /** @description The credential that was presented */
            credential?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description What it is
                 * @example CARD
                 * @enum {string}
                 */
                kind: "CARD" | "VIRTUAL_CARD" | "QR" | "FINGER" | "MOBILE_KEY" | "PLATE" | "TOUCH_PASS" | "FACE" | "PIN" | "SWITCH_CODE";
            };
            /** @description The schedule during which the door opens; none when it opens always */
            schedule?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name
                 * @example Headquarters
                 */
                name: string;
            };
            /** @description At a lift: the floors that may be chosen */
            floors?: {
                /**
                 * @description The id of the floor
                 * @example 4102
                 */
                id: number;
                /**
                 * @description The name of the floor
                 * @example First floor
                 */
                name: string;
            }[];
            /** @description At a lift: whether floors may be chosen, and the own door of the lift stays shut */
            onlyFloors?: boolean;
            /** @description Each check that was made, in order; one that failed is the last */
            trace: components["schemas"]["DecisionStep"][];
            /**
             * @description What it takes for granted that only the panel knows
             * @example []
             */
            assumptions: string[];
            /** @description What would be decided with the proposed change */
            after?: components["schemas"]["Decision"];
            /**
             * @description By which rules: those that the cloud has
             * @example cloud
             * @enum {string}
             */
            basis: "cloud";
            /** @description How far the panel is with the rules of its doors */
            configuration: components["schemas"]["PanelRulesVersion"];
            /** @description How far the panel is with lockdowns, egresses and overrides */
            posture: components["schemas"]["PanelRulesVersion"];
        };
        DecisionStep: {
            /**
             * @description What was checked
             * @example permission_here
             * @enum {string}
             */
            rule: "access_point_known" | "reader_not_blocked" | "credential_known" | "pin_known" | "user_known" | "pin_matches" | "user_not_suspended" | "visit_current" | "pin_effective" | "credential_active" | "credential_effective" | "passes_left" | "permission_here" | "not_locked_down" | "privacy_off" | "schedule_open" | "second_factor" | "interlock_free" | "anti_passback" | "escort" | "second_person" | "occupancy";
            /**
             * @description Whether the check was passed
             * @example true
             */
            passed: boolean;
            /**
             * @description What was found, with names
             * @example by group 'Staff' (5102)
             */
            detail?: string;
        };
        Decision: {
            /**
             * @description Whether the door would open
             * @example granted
             * @enum {string}
             */
            decision: "granted" | "denied";
            /**
             * @description Why, in one word
             * @example granted
             */
            reason: string;
            /**
             * @description The code of the event that it would be; see *List event types*
             * @example 2004
             */
            eventCode: number;
            /**
             * @description That event in few words
             * @example Open
             */
            eventAction: string;
            /**
             * @description What was presented
             * @example CREDENTIAL
             * @enum {string}
             */
            presented: "CREDENTIAL" | "PIN" | "CREDENTIAL_AND_PIN" | "NOTHING";
            /** @description Whose it is */
            user?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The first name
                 * @example Ada
                 */
                firstName: string;
                /**
                 * @description The last name
                 * @example Lovelace
                 */
                lastName: string;
            };
            /** @description The credential that was presented */
            credential?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description What it is
                 * @example CARD
                 * @enum {string}
                 */
                kind: "CARD" | "VIRTUAL_CARD" | "QR" | "FINGER" | "MOBILE_KEY" | "PLATE" | "TOUCH_PASS" | "FACE" | "PIN" | "SWITCH_CODE";
            };
            /** @description The schedule during which the door opens; none when it opens always */
            schedule?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name
                 * @example Headquarters
                 */
                name: string;
            };
            /** @description At a lift: the floors that may be chosen */
            floors?: {
                /**
                 * @description The id of the floor
                 * @example 4102
                 */
                id: number;
                /**
                 * @description The name of the floor
                 * @example First floor
                 */
                name: string;
            }[];
            /** @description At a lift: whether floors may be chosen, and the own door of the lift stays shut */
            onlyFloors?: boolean;
            /** @description Each check that was made, in order; one that failed is the last */
            trace: components["schemas"]["DecisionStep"][];
            /**
             * @description What it takes for granted that only the panel knows
             * @example []
             */
            assumptions: string[];
        };
        PanelRulesVersion: {
            /**
             * @description The version that the panel should have
             * @example 318
             */
            desiredVersion: number;
            /**
             * @description The version that it has
             * @example 318
             */
            appliedVersion: number;
            /**
             * @description Whether the panel has the version that it should have
             * @example true
             */
            isCurrent: boolean;
        };
        ExplainInput: {
            /**
             * @description Id of one AccessPoint
             * @example 4101
             */
            accessPointId: number;
            /**
             * @description The id of who is at the door
             * @example 210034
             */
            userId?: number | null;
            /**
             * @description The id of what is presented
             * @example 7101
             */
            credentialId?: number | null;
            /**
             * @description What was read; a card when it is left out
             * @example CARD
             * @enum {string|null}
             */
            kind?: "CARD" | "VIRTUAL_CARD" | "QR" | "FINGER" | "MOBILE_KEY" | "PLATE" | "TOUCH_PASS" | "FACE" | null;
            /**
             * @description The value that was read; of a card its bits in hexadecimal
             * @example 28c0293
             */
            encodedCredential?: string;
            /**
             * @description How many bits the reader counted
             * @example 26
             */
            bits?: number | null;
            /**
             * @description The PIN that was typed, alone or beside a credential
             * @example 4711
             */
            pin?: string;
            /**
             * @description The side of the door: 1 entry, 2 exit; 1 when it is left out
             * @example 1
             */
            side?: number | null;
            /**
             * Format: date-time
             * @description The instant of the decision; now when it is left out
             * @example 2026-03-02T12:00:00Z
             */
            at?: string | null;
            /** @description What only the panel knows */
            assume?: components["schemas"]["AssumedAtPanel"];
            /** @description A change that nobody has made */
            change?: components["schemas"]["ProposedChange"];
        };
        AssumedAtPanel: {
            /**
             * @description Ids of schedules that a member of their group has enabled
             * @example []
             */
            enabledScheduleIds?: number[] | null;
            /**
             * @description Whether somebody inside has set the lock to privacy
             * @example false
             */
            privacyMode?: boolean;
        } | null;
        ProposedChange: {
            /** @description Groups that the user joins and leaves */
            userGroups?: {
                /**
                 * @description Ids of groups that the user joins
                 * @example [
                 *       5102
                 *     ]
                 */
                add?: number[] | null;
                /**
                 * @description Ids of groups that the user leaves
                 * @example []
                 */
                remove?: number[] | null;
            } | null;
            /**
             * @description Whether the user is suspended
             * @example false
             */
            userSuspended?: boolean | null;
            /** @description The permission of a group at the door */
            permission?: {
                /**
                 * @description The id of the group
                 * @example 5102
                 */
                groupId: number;
                /**
                 * @description The id of the schedule; null takes the permission away
                 * @example 8101
                 */
                scheduleId: number | null;
            } | null;
            /** @description From when to when the credential is valid; null takes a date away */
            credentialDates?: {
                /**
                 * Format: date-time
                 * @description From when it is valid. Left out: at once
                 * @example 2026-03-01T08:00:00Z
                 */
                effectiveFrom?: string;
                /**
                 * Format: date-time
                 * @description Until when it is valid. Left out: without an end
                 * @example 2028-03-01T08:00:00Z
                 */
                effectiveTo?: string;
            } | null;
        } | null;
        DeviceStatus: {
            /**
             * @description The name of the door
             * @example Front door
             */
            accessPointName: string;
            /**
             * @description How the door is now
             * @example LOCKED
             * @enum {string}
             */
            accessPointState: "LOCKED" | "UNLOCKED" | "UNKNOWN";
            /**
             * @description What its schedule says now
             * @example LOCK
             * @enum {string}
             */
            accessPointScheduledState: "LOCK" | "UNLOCK" | "UNKNOWN";
            /**
             * @description What the lock itself reports
             * @example LOCKED
             * @enum {string}
             */
            accessPointInputState: "LOCKED" | "UNLOCKED" | "UNKNOWN";
            /**
             * @description When this was reported
             * @example 2026-03-02T11:58:12Z
             */
            statusUpdated?: string;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description The time zone of the site
             * @example Europe/Berlin
             */
            siteTimezone: string;
            /**
             * @description The name of the panel
             * @example Lobby
             */
            panelName: string;
            /**
             * @description The serial number of the panel
             * @example SP-2026-0042
             */
            panelCpNumber: string;
            /**
             * @description Whether the panel can hold the door against its schedule
             * @example true
             */
            canPanelSupportScheduleOverride: boolean;
            /** @description The schedule that keeps the door unlocked */
            unlockSchedule?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name
                 * @example Headquarters
                 */
                name: string;
                /**
                 * @description Whether it keeps the door unlocked now
                 * @example false
                 */
                isScheduleBlockActive: boolean;
                /**
                 * @description When that changes
                 * @example 2026-03-03T08:00:00Z
                 */
                nextTimeChange?: string;
            };
            /** @description What holds the door against its schedule */
            scheduleOverride?: {
                /**
                 * @description Until when it holds
                 * @example UNTIL_TIME
                 * @enum {string}
                 */
                endTimeMode: "UNTIL_TIME" | "UNTIL_NEXT_SCHEDULE_CHANGE" | "INDEFINITE";
                /**
                 * @description Whether the door is held locked or unlocked
                 * @example UNLOCK
                 * @enum {string}
                 */
                behavior: "LOCK" | "UNLOCK";
                /**
                 * @description When it ends
                 * @example 2026-03-02T18:00:00Z
                 */
                endTime?: string;
            };
        };
        CredentialFormat: {
            /**
             * @description The id of the format
             * @example 100
             */
            id: number;
            /**
             * @description The name of the format
             * @example Standard 26 Bit
             */
            name: string;
            /** @description The fields that a card of the format has */
            credentialFields: {
                /**
                 * @description The id of the field
                 * @example 1
                 */
                id: number;
                /**
                 * @description The name of the field
                 * @example card_number
                 */
                name: string;
            }[];
        };
        Credential: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /** @description The format of the card */
            credentialFormat: {
                /**
                 * @description The id of the format; see *List credential formats*
                 * @example 100
                 */
                id: number;
                /**
                 * @description The name of the format
                 * @example Standard 26 Bit
                 */
                name: string;
            };
            /**
             * @description A label, such as the number printed on the card
             * @example Card 329
             */
            referenceId?: string;
            /**
             * @description The bits of the card, hexadecimal in lower case
             * @example 28c0293
             */
            encodedCredential: string;
            /** @description The values of the fields of its format */
            fieldValues: {
                /**
                 * @description The id of the field
                 * @example 1
                 */
                id: number;
                /**
                 * @description The value of the field, as text
                 * @example 329
                 */
                value: string;
                /**
                 * @description The name of the field
                 * @example card_number
                 */
                name: string;
            }[];
            /**
             * @description How many bits the card has
             * @example 26
             */
            size?: number;
            /**
             * @description The id of the account
             * @example 1101
             */
            accountId: number;
        };
        CredentialInput: {
            /** @description The format of the card */
            credentialFormat: {
                /**
                 * @description The id of the format; see *List credential formats*
                 * @example 100
                 */
                id: number;
            };
            /**
             * @description A label, such as the number printed on the card
             * @example Card 329
             */
            referenceId?: string;
            /** @description The bits of the card, hexadecimal; in place of field values */
            encodedCredential?: string | null;
            /** @description How many bits the card has, for formats of no fixed length */
            size?: number | null;
            /** @description The values of the fields of its format */
            fieldValues?: {
                /**
                 * @description The id of the field
                 * @example 1
                 */
                id: number;
                /**
                 * @description The value of the field, as text
                 * @example 329
                 */
                value: string | number;
            }[] | null;
            /**
             * @description Whether locks without a network accept the card
             * @example false
             */
            credentialUsedWithOfflineLocks?: boolean | null;
        };
        UserListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The id of the user in the caller's own system; unique in the account
             * @example hr-1815
             */
            externalId?: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description Whether the user is refused at every door
             * @example false
             */
            suspended: boolean;
            /**
             * @description `VISITOR` for visitors; left out for users
             * @example VISITOR
             * @enum {string}
             */
            kind?: "VISITOR";
        };
        LiveAccess: {
            /** @description The access point */
            accessPoint: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name
                 * @example Headquarters
                 */
                name: string;
                /**
                 * @description What it is
                 * @example DOOR
                 * @enum {string}
                 */
                type: "DOOR" | "FLOOR" | "WIEGAND" | "SALTO_DOOR" | "ALLEGION_DOOR" | "ASSA_ABLOY_DOOR";
                /**
                 * @description The id of the site
                 * @example 2201
                 */
                siteId: number;
                /**
                 * @description The name of the site
                 * @example Headquarters
                 */
                siteName: string;
            };
            /** @description During which it may be passed */
            schedules: {
                /**
                 * @description The id of the schedule
                 * @example 8101
                 */
                id: number;
                /**
                 * @description The name of the schedule
                 * @example Office hours
                 */
                name: string;
            }[];
            /**
             * @description Whether it may be passed at any time
             * @example false
             */
            isAlways: boolean;
            /** @description How far its panel is with its rules */
            panel: components["schemas"]["PanelRulesVersion"];
        };
        DigitalCredentialAllotment: {
            /**
             * @description How many the account has
             * @example 500
             */
            allotted: number;
            /**
             * @description How many of them are in use
             * @example 42
             */
            assigned: number;
        };
        LicensePlateInput: {
            /**
             * Format: date-time
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * Format: date-time
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
            /**
             * @description The license plate
             * @example TM89 PAM
             */
            referenceId: string;
        };
        FaceprintInput: {
            /**
             * @description Where the mail that asks for consent goes
             * @example ada@example.com
             */
            email: string;
            /**
             * @description The language of the mail
             * @default en
             * @example en
             * @enum {string}
             */
            language: "en" | "fr" | "es" | "nl" | "de" | "sv";
        };
        EffectiveDateRange: {
            /**
             * Format: date-time
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * Format: date-time
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
        };
        EmergencyScenario: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the scenario
             * @example Lock the lobby
             */
            name: string;
            /**
             * @description Whether it is the default scenario of its kind
             * @example false
             */
            isDefault: boolean;
            /**
             * @description Ids of its doors; empty for every door of the account
             * @example [
             *       4101
             *     ]
             */
            deviceIds: number[];
            /**
             * @description Ids of the inputs that start it
             * @example []
             */
            triggerIds: number[];
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created?: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated?: string;
            /**
             * @description Since when it is in force; null when it is not
             * @example 2026-03-02T12:00:00Z
             */
            issued: string | null;
            /**
             * @description 2 lockdown, 3 egress
             * @example 2
             */
            threatLevelTypeId: number;
        };
        EmergencyScenarioState: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the scenario
             * @example Lock the lobby
             */
            name: string;
            /**
             * @description Whether it is the default scenario of its kind
             * @example false
             */
            isDefault: boolean;
            /**
             * @description Ids of its doors; empty for every door of the account
             * @example [
             *       4101
             *     ]
             */
            deviceIds: number[];
            /**
             * @description Ids of the inputs that start it
             * @example []
             */
            triggerIds: number[];
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created?: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated?: string;
            /**
             * @description Since when it is in force; null when it is not
             * @example 2026-03-02T12:00:00Z
             */
            issued: string | null;
            /**
             * @description 2 lockdown, 3 egress
             * @example 2
             */
            threatLevelTypeId: number;
            /** @description Devices that do not follow yet */
            devicesThatDidFail: components["schemas"]["ScenarioDevice"][];
            /** @description Absent when it was neither initiated nor cleared in 30 days */
            progress?: {
                /**
                 * @description Which of both it was
                 * @example INITIATE
                 * @enum {string}
                 */
                action: "INITIATE" | "CLEAR";
                /**
                 * @description When that was
                 * @example 2026-03-02T12:00:00Z
                 */
                started: string;
                /**
                 * @description Control panels with doors of the scenario
                 * @example 12
                 */
                panels: number;
                /**
                 * @description Those that were sent what is asked of them
                 * @example 11
                 */
                sent: number;
                /**
                 * @description Those that said that their doors follow it
                 * @example 10
                 */
                applied: number;
                /**
                 * @description Those that refused it
                 * @example 0
                 */
                failed: number;
                /**
                 * @description Those out of contact that do not follow it yet
                 * @example 1
                 */
                offline: number;
            };
        };
        ScenarioDevice: {
            /**
             * @description The id of the device
             * @example 4101
             */
            deviceOid: number;
            /**
             * @description The name
             * @example Headquarters
             */
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
            /**
             * @description The name of the scenario
             * @example Lock the lobby
             */
            name: string;
            /**
             * @description 2 lockdown, 3 egress
             * @example 2
             */
            threatLevelTypeId: number;
            /**
             * @description Access points of the scenario
             * @example [
             *       4101
             *     ]
             */
            deviceIds?: number[] | null;
            /**
             * @description Whether it is the default scenario of its kind
             * @example false
             */
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
            /**
             * @description The name of the scenario
             * @example Lock the lobby
             */
            name?: string | null;
            /**
             * @description Access points of the scenario
             * @example [
             *       4101
             *     ]
             */
            deviceIds?: number[] | null;
            /**
             * @description Whether it is the default scenario of its kind
             * @example false
             */
            isDefault?: boolean | null;
        };
        FailedScenarios: {
            /** @description Scenarios that could not be cleared */
            failedScenarios: {
                /**
                 * @description The id of the scenario
                 * @example 9101
                 */
                scenarioOid: number;
                /**
                 * @description The name of the scenario
                 * @example Lock the lobby
                 */
                name: string;
                /**
                 * @description Why
                 * @example Another request changed it at the same time
                 */
                reason: string;
            }[];
        };
        ScenarioResult: {
            /**
             * @description The id of the scenario
             * @example 9101
             */
            scenarioOid: number;
            /**
             * @description No device follows yet; those that are out of contact do when they are heard
             * @example false
             */
            didAllFail: boolean;
            /** @description Devices that do not follow yet */
            devicesThatDidFail: components["schemas"]["ScenarioDevice"][];
        };
        EventSubscriptionListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the subscription
             * @example Guard desk
             */
            name: string;
            /**
             * @description Where events are posted, with https
             * @example https://guard.example.com/events
             */
            url: string;
            /**
             * @description Who is mailed when deliveries keep failing
             * @example ops@example.com
             */
            errorEmail?: string;
            /** @description Which events are sent: all criteria must hold. None: every access event */
            criteria: components["schemas"]["EventSubscriptionCriteria"][];
            /** @description Since when and why it is switched off; left out while it works */
            disabled?: {
                /**
                 * @description Since when
                 * @example 2026-03-01T04:00:00Z
                 */
                since: string;
                /**
                 * @description Why
                 * @example The receiver answered 410 Gone
                 */
                reason: string;
            };
        };
        EventSubscriptionCriteria: {
            /**
             * @description The id of the criterion
             * @example 1
             */
            id: number;
            /**
             * @description What is compared
             * @example SITE
             * @enum {string}
             */
            criteriaType: "SITE" | "USER" | "ACCESS-POINT" | "AUDIT";
            /**
             * @description `EQ` for equal, `NE` for not equal
             * @example EQ
             * @enum {string}
             */
            criteriaOperationType: "EQ" | "NE";
            /**
             * @description The id; for `AUDIT` 1 or 0, for whether audit events are sent
             * @example 2201
             */
            criteriaValue: number;
        };
        EventSubscription: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the subscription
             * @example Guard desk
             */
            name: string;
            /**
             * @description Where events are posted, with https
             * @example https://guard.example.com/events
             */
            url: string;
            /**
             * @description Who is mailed when deliveries keep failing
             * @example ops@example.com
             */
            errorEmail?: string;
            /** @description Which events are sent: all criteria must hold. None: every access event */
            criteria: components["schemas"]["EventSubscriptionCriteria"][];
            /** @description Since when and why it is switched off; left out while it works */
            disabled?: {
                /**
                 * @description Since when
                 * @example 2026-03-01T04:00:00Z
                 */
                since: string;
                /**
                 * @description Why
                 * @example The receiver answered 410 Gone
                 */
                reason: string;
            };
            /**
             * @description The secret word that signs deliveries, encrypted with the client id
             * @example j0nmo5DVxwKlVfIDX/Nhyw==
             */
            encryptedSecretWord: string;
        };
        EventSubscriptionCreated: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the subscription
             * @example Guard desk
             */
            name: string;
            /**
             * @description Where events are posted, with https
             * @example https://guard.example.com/events
             */
            url: string;
            /**
             * @description Who is mailed when deliveries keep failing
             * @example ops@example.com
             */
            errorEmail?: string;
            /** @description Which events are sent: all criteria must hold. None: every access event */
            criteria: components["schemas"]["EventSubscriptionCriteria"][];
            /** @description Since when and why it is switched off; left out while it works */
            disabled?: {
                /**
                 * @description Since when
                 * @example 2026-03-01T04:00:00Z
                 */
                since: string;
                /**
                 * @description Why
                 * @example The receiver answered 410 Gone
                 */
                reason: string;
            };
            /**
             * @description The secret word that signs deliveries, encrypted with the client id
             * @example j0nmo5DVxwKlVfIDX/Nhyw==
             */
            encryptedSecretWord: string;
            /**
             * @description The secret that signs deliveries (Standard Webhooks), shown only here
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
             */
            signingSecret: string;
        };
        EventSubscriptionInput: {
            /**
             * @description The name of the subscription
             * @example Guard desk
             */
            name: string;
            /**
             * @description Where events are posted, with https
             * @example https://guard.example.com/events
             */
            url: string;
            /**
             * @description Who is mailed when deliveries keep failing
             * @example ops@example.com
             */
            errorEmail?: string | "" | null;
            /** @description Which events are sent: all criteria must hold. None: every access event */
            criteria?: components["schemas"]["EventSubscriptionCriteriaInput"][] | null;
        };
        EventSubscriptionCriteriaInput: {
            /**
             * @description What is compared
             * @example SITE
             * @enum {string}
             */
            criteriaType: "SITE" | "USER" | "ACCESS-POINT" | "AUDIT";
            /**
             * @description `EQ` for equal, `NE` for not equal
             * @example EQ
             * @enum {string}
             */
            criteriaOperationType: "EQ" | "NE";
            /**
             * @description The id; for `AUDIT` 1 or 0, for whether audit events are sent
             * @example 2201
             */
            criteriaValue: number | string;
        };
        EventType: {
            /**
             * @description The code of what happened; see *List event types*
             * @example 2004
             */
            securityActionId: number;
            /**
             * @description What happened, in few words
             * @example Open
             */
            action: string;
            /**
             * @description Whether somebody should look at it
             * @example false
             */
            exception: boolean;
            /** @description What kind of happening it is */
            securityActionType: {
                /**
                 * @description The name of the kind, for programs
                 * @example security_event_type.successful_access
                 */
                typeKey: string;
                /**
                 * @description The kind in words
                 * @example Access attempts that do result in granted access
                 */
                description: string;
            };
            /**
             * @description How urgent it is
             * @example LOW
             * @enum {string}
             */
            priority: "HIGH" | "MEDIUM" | "LOW";
            /**
             * @description In which listing such events stand
             * @example access
             * @enum {string}
             */
            kind: "access" | "audit";
            /**
             * @description The value of the filter `event_type` that finds it
             * @example non_exception
             */
            eventType: string;
        };
        EventPage: {
            /** @description What was asked for */
            data: components["schemas"]["Event"][];
            /**
             * @description The `offset` that was asked for
             * @example 2026-03-02T13:00:00.000Z
             */
            offset?: string;
            /**
             * @description How many are answered at most
             * @example 20
             */
            pageSize: number;
        };
        Event: {
            /**
             * @description The id of the account
             * @example 1101
             */
            accountId: number;
            /**
             * @description What kind of thing it is
             * @example ACCESS_POINT
             */
            objectType?: string;
            /**
             * @description Names the event; a repeated delivery has the same
             * @example 0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6072
             */
            uuid: string;
            /** @description What happened */
            securityAction: {
                /**
                 * @description The code of what happened; see *List event types*
                 * @example 2004
                 */
                securityActionId: number;
                /**
                 * @description What happened, in few words
                 * @example Open
                 */
                action: string;
                /**
                 * @description Whether somebody should look at it
                 * @example false
                 */
                exception: boolean;
                /** @description What kind of happening it is */
                securityActionType: {
                    /**
                     * @description The name of the kind, for programs
                     * @example security_event_type.successful_access
                     */
                    typeKey: string;
                    /**
                     * @description The kind in words
                     * @example Access attempts that do result in granted access
                     */
                    description: string;
                };
                /**
                 * @description How urgent it is
                 * @example LOW
                 * @enum {string}
                 */
                priority: "HIGH" | "MEDIUM" | "LOW";
            };
            /** @description Who acted */
            actor?: {
                /**
                 * @description The id of who acted
                 * @example 210034
                 */
                id?: number;
                /**
                 * @description What kind of actor it is
                 * @example USER
                 */
                objectType?: string;
                /**
                 * @description The name of who acted
                 * @example Ada Lovelace
                 */
                name?: string;
            };
            /** @description What was acted on */
            eventObject?: {
                /**
                 * @description The id of what was acted on
                 * @example 4101
                 */
                id?: number;
                /**
                 * @description What kind of thing it is
                 * @example ACCESS_POINT
                 */
                objectType?: string;
                /**
                 * @description The name of what was acted on
                 * @example Front door
                 */
                name?: string;
                /** @description What kind of device it is */
                deviceType?: {
                    /**
                     * @description The id of the kind
                     * @example 1
                     */
                    id: number;
                    /**
                     * @description The name of the kind
                     * @example Door
                     */
                    name: string;
                };
            };
            /** @description The site */
            site?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name of the site
                 * @example Headquarters
                 */
                siteName: string;
            };
            /**
             * @description When it happened
             * @example 2026-03-02T12:00:00.250Z
             */
            occurred: string;
            /**
             * @description When it was recorded
             * @example 2026-03-02T12:00:00.610Z
             */
            processed: string;
            /** @description What else is known */
            eventData: {
                /**
                 * @description The name of who acted
                 * @example Ada Lovelace
                 */
                actorName?: string;
                /**
                 * @description The name of what was acted on
                 * @example Front door
                 */
                objectName?: string;
                /**
                 * @description The name of the site
                 * @example Headquarters
                 */
                objectGroupName?: string;
                /**
                 * @description 2 for a door
                 * @example 2
                 */
                objectTypeId?: number;
                /**
                 * @description 1 for a door
                 * @example 1
                 */
                deviceTypeId?: number;
                /**
                 * @description Whether the access was granted
                 * @example true
                 */
                actionAllowed?: boolean;
                /**
                 * @description The id of the credential that was presented
                 * @example 7101
                 */
                credentialObjectId?: number;
                /** @description The credentials that were presented */
                credentials?: {
                    /**
                     * @description The id of the credential
                     * @example 7101
                     */
                    id?: number;
                    /**
                     * @description Its label
                     * @example Card 329
                     */
                    reference_id?: string;
                    /**
                     * @description Whether the credential is switched off
                     * @example false
                     */
                    disabled: boolean;
                }[];
                /** @description The bits of a card that nobody knows */
                unknownWeigand?: string;
                /** @description How many bits that card has */
                credentialBitLength?: number;
                /** @description At a lift: the ids of the floors that could be chosen */
                floorIds?: number[];
                /** @description What an update changed */
                propertyChanges?: {
                    /**
                     * @description The name of the property
                     * @example lastName
                     */
                    property: string;
                    /**
                     * @description What it was
                     * @example Byron
                     */
                    previousValue?: string;
                    /**
                     * @description What it is now
                     * @example Lovelace
                     */
                    currentValue?: string;
                }[];
                /** @description More in words */
                detail?: string;
            };
        };
        EventCount: {
            /**
             * @description How many events there are
             * @example 1204
             */
            count: number;
        };
        AccessEventExplanation: {
            /** @description The event */
            event: {
                /**
                 * @description Names the event
                 * @example 0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6072
                 */
                uuid: string;
                /**
                 * @description When it happened
                 * @example 2026-03-02T12:00:00.250Z
                 */
                occurred: string;
                /**
                 * @description The code of the event that it would be; see *List event types*
                 * @example 2004
                 */
                eventCode: number;
                /**
                 * @description That event in few words
                 * @example Open
                 */
                eventAction: string;
                /** @description Where it happened */
                accessPoint?: {
                    /**
                     * @description The id
                     * @example 4101
                     */
                    id: number;
                    /**
                     * @description The name
                     * @example Headquarters
                     */
                    name?: string;
                };
                /** @description Who it was */
                user?: {
                    /**
                     * @description The id of the user
                     * @example 210034
                     */
                    id: number;
                    /**
                     * @description The name of the user
                     * @example Ada Lovelace
                     */
                    name?: string;
                };
            };
            /** @description What the panel recorded */
            recorded: {
                /**
                 * @description What it decided; none of an event that is no decision
                 * @example denied
                 * @enum {string}
                 */
                decision?: "granted" | "denied";
                /**
                 * @description Why, in its own word
                 * @example outside_schedule
                 */
                reason?: string;
                /**
                 * @description The version of its rules that the panel had then
                 * @example 317
                 */
                rulesVersion?: number;
            };
            /** @description What would be decided of the same at that instant by the rules of today */
            byTodaysRules?: components["schemas"]["DecisionExplanation"];
        };
        Feature: {
            /**
             * @description The id of the feature
             * @example 14
             */
            id: number;
            /**
             * @description The name for programs
             * @example USERS
             */
            key: string;
            /**
             * @description Its place among the others; those without one come last
             * @example 1
             */
            displayOrder: number;
            /**
             * @description Always 1
             * @example 1
             */
            applicationId: number;
            /**
             * @description How much of the feature is allowed
             * @example LIMITED
             * @enum {string}
             */
            permissionSet: "FULL" | "LIMITED" | "CUSTOM" | "NONE";
            /** @description The permissions of the feature */
            permissions: components["schemas"]["FeaturePermission"][];
        };
        FeaturePermission: {
            /**
             * @description The id of the permission
             * @example 18
             */
            id: number;
            /**
             * @description The name for programs
             * @example USER_VIEW
             */
            key: string;
            /**
             * @description Whether the limited set has it
             * @example true
             */
            limited: boolean;
            /**
             * @description Whether it is allowed
             * @example true
             */
            hasPermission: boolean;
            /**
             * @description Ids of the permissions that it needs
             * @example []
             */
            dependencies: number[];
        };
        Group: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description When members count as outside again each day
             * @example 00:00
             */
            antipassbackResetTime?: string;
            /**
             * @description Whether members may unlock a door at its keypad
             * @example false
             */
            keypadUnlock: boolean;
            /**
             * @description Whether members may enter again without having left
             * @example false
             */
            immuneToAntipassback: boolean;
            /**
             * @description Whether members pass doors during a lockdown
             * @example false
             */
            excludedFromLockdown: boolean;
        };
        GroupInput: {
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description Whether members may unlock a door at its keypad
             * @example false
             */
            keypadUnlock?: boolean | null;
            /**
             * @description Whether members may enter again without having left
             * @example false
             */
            immuneToAntipassback?: boolean | null;
            /**
             * @description Whether members pass doors during a lockdown
             * @example false
             */
            excludedFromLockdown?: boolean | null;
            /**
             * @description Minute of the day, 0 to 1440; empty clears it
             * @example 1399
             */
            antipassbackResetTime?: string;
        };
        AccessPermission: {
            /** @description The access point */
            accessPoint: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name
                 * @example Headquarters
                 */
                name: string;
                /**
                 * @description The kind of access point
                 * @example DOOR
                 */
                type: string;
            };
            /** @description When the group may pass */
            schedule: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name
                 * @example Headquarters
                 */
                name: string;
            };
            /**
             * @description Whether members pass a door that is in privacy mode
             * @example false
             */
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
            /** @description When the group may pass */
            schedule: {
                /**
                 * @description Id of one Schedule
                 * @example 4101
                 */
                id: number;
            };
            /**
             * @description Whether members pass a door that is in privacy mode
             * @example false
             */
            privacyModeOverride?: boolean | null;
        };
        Holiday: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description When it begins, on the wall clock of the site
             * @example 2026-12-25T00:00:00
             */
            start: string;
            /**
             * @description When it ends
             * @example 2026-12-26T23:59:00
             */
            end: string;
            /**
             * @description The name of the site, `Universal` when it holds everywhere
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description The id of the site
             * @example 2201
             */
            siteId?: number;
        };
        HolidayInput: {
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description Id of one Site
             * @example 2201
             */
            siteId?: number | null;
            /**
             * @description When it begins, on the wall clock of the site
             * @example 2026-12-25T00:00:00
             */
            start: string;
            /**
             * @description When it ends
             * @example 2026-12-26T23:59:00
             */
            end: string;
        };
        Role: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the role
             * @example Reception
             */
            name: string;
            /**
             * @description What the role is for
             * @example People at the front desk
             */
            description?: string;
            /**
             * @description `DEFAULT` for a role that every account has
             * @example CUSTOM
             * @enum {string}
             */
            roleType: "DEFAULT" | "CUSTOM";
            /** @description What the role allows */
            features: {
                /**
                 * @description The id of the feature
                 * @example 14
                 */
                id: number;
                /**
                 * @description The name for programs
                 * @example USERS
                 */
                key: string;
                /**
                 * @description Its place among the others; those without one come last
                 * @example 1
                 */
                displayOrder: number;
                /**
                 * @description Always 1
                 * @example 1
                 */
                applicationId: number;
                /**
                 * @description How much of the feature is allowed
                 * @example LIMITED
                 */
                permissionSet: string;
                /** @description The permissions of the feature */
                permissions: {
                    /**
                     * @description The id of the permission
                     * @example 18
                     */
                    id: number;
                    /**
                     * @description The name for programs
                     * @example USER_VIEW
                     */
                    key: string;
                    /**
                     * @description Whether the limited set has it
                     * @example true
                     */
                    limited: boolean;
                    /**
                     * @description Whether it is allowed
                     * @example true
                     */
                    hasPermission: boolean;
                    /**
                     * @description Ids of the permissions that it needs
                     * @example []
                     */
                    dependencies: number[];
                }[];
            }[];
        };
        RoleInput: {
            /**
             * @description The name of the role
             * @example Reception
             */
            name: string;
            /**
             * @description What the role is for
             * @example People at the front desk
             */
            description?: string | null;
            /** @description What the role allows */
            features?: {
                /**
                 * @description The id of the feature
                 * @example 14
                 */
                id: number;
                /**
                 * @description How much of the feature is allowed
                 * @example LIMITED
                 * @enum {string}
                 */
                permissionSet: "FULL" | "LIMITED" | "CUSTOM" | "NONE";
                /** @description Ids of the permissions, with the set `CUSTOM` */
                permissions?: number[] | null;
            }[] | null;
        };
        ScheduleListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description Whether it may be changed
             * @example true
             */
            editable: boolean;
            /**
             * @description The name of the site, `Universal` for a schedule of no site
             * @example Headquarters
             */
            siteName: string;
        };
        Schedule: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description Whether it may be changed
             * @example true
             */
            editable: boolean;
            /**
             * @description The name of the site, `Universal` for a schedule of no site
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description The id of the site
             * @example 2201
             */
            siteId?: number;
            /**
             * @description The id of the group of which a member has to come in first
             * @example 5102
             */
            enablingGroupId?: number;
            /**
             * @description The name of that group
             * @example Staff
             */
            enablingGroupName?: string;
            /**
             * @description For how many minutes before a block a member may come in to enable it
             * @example 15
             */
            gracePeriod?: number;
            /** @description When it is open, by weekday */
            scheduleBlocks: components["schemas"]["ScheduleBlocks"];
            /** @description Single days on which something else holds */
            scheduleExceptions: components["schemas"]["ScheduleException"][];
            /** @description The holidays on which its holiday blocks hold */
            holidays: {
                /**
                 * @description The name of the holiday
                 * @example Christmas
                 */
                name: string;
                /**
                 * @description When it begins, on the wall clock of the site
                 * @example 2026-12-25T00:00:00
                 */
                start: string;
                /**
                 * @description When it ends
                 * @example 2026-12-26T23:59:00
                 */
                end: string;
            }[];
        };
        ScheduleBlocks: {
            /**
             * @description Blocks on Mondays
             * @default []
             */
            monday: components["schemas"]["ScheduleBlock"][] | null;
            /**
             * @description Blocks on Tuesdays
             * @default []
             */
            tuesday: components["schemas"]["ScheduleBlock"][] | null;
            /**
             * @description Blocks on Wednesdays
             * @default []
             */
            wednesday: components["schemas"]["ScheduleBlock"][] | null;
            /**
             * @description Blocks on Thursdays
             * @default []
             */
            thursday: components["schemas"]["ScheduleBlock"][] | null;
            /**
             * @description Blocks on Fridays
             * @default []
             */
            friday: components["schemas"]["ScheduleBlock"][] | null;
            /**
             * @description Blocks on Saturdays
             * @default []
             */
            saturday: components["schemas"]["ScheduleBlock"][] | null;
            /**
             * @description Blocks on Sundays
             * @default []
             */
            sunday: components["schemas"]["ScheduleBlock"][] | null;
            /**
             * @description Blocks on holidays
             * @default []
             */
            holiday: components["schemas"]["ScheduleBlock"][] | null;
        };
        ScheduleBlock: {
            /**
             * @description When it opens, on the wall clock of the site
             * @example 09:00
             */
            start: string;
            /**
             * @description When it closes; `23:59` is the end of the day
             * @example 17:00
             */
            end: string;
        };
        ScheduleException: {
            /**
             * @description Whether it is open or closed then
             * @example DISABLE
             * @enum {string}
             */
            enabling: "ENABLE" | "DISABLE";
            /**
             * @description When it begins, on the wall clock of the site
             * @example 12:00
             */
            start: string;
            /**
             * @description When it ends; `23:59` is the end of the day
             * @example 23:59
             */
            end: string;
            /** @description On which days */
            recurrence: components["schemas"]["Recurrence"];
        };
        Recurrence: {
            /**
             * @description One date, or a weekday of every month
             * @example SINGULAR
             * @enum {string}
             */
            type: "SINGULAR";
            /**
             * Format: date
             * @description The date
             * @example 2026-12-24
             */
            date: string;
        } | {
            /**
             * @description One date, or a weekday of every month
             * @example DAY_OF_MONTH
             * @enum {string}
             */
            type: "DAY_OF_MONTH";
            /**
             * @description The weekday
             * @example MONDAY
             * @enum {string}
             */
            day: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";
            /**
             * @description Which of that weekday in the month
             * @example 1
             */
            weekOfMonth: number;
        };
        ScheduleInput: {
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description Id of one Group
             * @example 5102
             */
            enablingGroupId?: number | null;
            /**
             * @description For how many minutes before a block a member may come in to enable it
             * @example 15
             */
            gracePeriod?: number | null;
            /** @description When it is open, by weekday */
            scheduleBlocks: {
                /**
                 * @description Blocks on Mondays
                 * @default []
                 */
                monday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Tuesdays
                 * @default []
                 */
                tuesday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Wednesdays
                 * @default []
                 */
                wednesday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Thursdays
                 * @default []
                 */
                thursday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Fridays
                 * @default []
                 */
                friday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Saturdays
                 * @default []
                 */
                saturday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Sundays
                 * @default []
                 */
                sunday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on holidays
                 * @default []
                 */
                holiday: components["schemas"]["ScheduleBlock"][] | null;
            };
            /** @description Single days on which something else holds */
            scheduleExceptions?: components["schemas"]["ScheduleException"][] | null;
            /**
             * @description Id of one Site
             * @example 2201
             */
            siteId?: number | null;
        };
        ScheduleUpdate: {
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /**
             * @description Id of one Group
             * @example 5102
             */
            enablingGroupId?: number | null;
            /**
             * @description For how many minutes before a block a member may come in to enable it
             * @example 15
             */
            gracePeriod?: number | null;
            /** @description When it is open, by weekday */
            scheduleBlocks: {
                /**
                 * @description Blocks on Mondays
                 * @default []
                 */
                monday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Tuesdays
                 * @default []
                 */
                tuesday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Wednesdays
                 * @default []
                 */
                wednesday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Thursdays
                 * @default []
                 */
                thursday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Fridays
                 * @default []
                 */
                friday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Saturdays
                 * @default []
                 */
                saturday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on Sundays
                 * @default []
                 */
                sunday: components["schemas"]["ScheduleBlock"][] | null;
                /**
                 * @description Blocks on holidays
                 * @default []
                 */
                holiday: components["schemas"]["ScheduleBlock"][] | null;
            };
            /** @description Single days on which something else holds */
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
             * @example UNTIL_TIME
             * @enum {string}
             */
            endTimeMode: "UNTIL_TIME" | "UNTIL_NEXT_SCHEDULE_CHANGE" | "INDEFINITE";
            /**
             * @description Whether the override locks the access point or unlocks it
             * @example UNLOCK
             * @enum {string}
             */
            behavior: "LOCK" | "UNLOCK";
            /**
             * Format: date-time
             * @description ISO 8601 date-time; any offset
             * @example 2026-03-02T18:00:00Z
             */
            endTime?: string | null;
        };
        NamedProximity: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name
             * @example Headquarters
             */
            name: string;
            /** @description By what a phone knows that it is at the site */
            proximity: components["schemas"]["Proximity"];
        };
        Proximity: {
            /** @description Wireless networks at the site */
            wifi: components["schemas"]["Wifi"][];
        };
        Wifi: {
            /**
             * @description The name of the network
             * @example HQ-Guests
             */
            ssid: string;
        };
        SitesProximityInput: {
            /** @description By what a phone knows that it is at the site */
            proximity: components["schemas"]["Proximity"];
            /**
             * @description Id of one Site
             * @example 4101
             */
            id: number;
        }[];
        SiteProximity: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
            /** @description By what a phone knows that it is at the site */
            proximity: components["schemas"]["Proximity"];
        };
        ProximityInput: {
            /** @description By what a phone knows that it is at the site */
            proximity: components["schemas"]["Proximity"];
        };
        SiteListed: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
        };
        Site: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description The time zone, an IANA name
             * @example Europe/Berlin
             */
            timeZone: string;
            /** @description The address of the site */
            address?: components["schemas"]["Address"];
        };
        Address: {
            /**
             * @description Street and number
             * @example 12 St James Square
             */
            streetAddress1?: string;
            /**
             * @description A second line of the address
             * @example 2nd floor
             */
            streetAddress2?: string;
            /**
             * @description The city
             * @example London
             */
            city?: string;
            /**
             * @description The state or the region
             * @example Greater London
             */
            state?: string;
            /**
             * @description The postal code
             * @example SW1Y 4JH
             */
            postalCode?: string;
            /**
             * @description The country
             * @example United Kingdom
             */
            country?: string;
            /**
             * @description The telephone number
             * @example +44 20 7946 0123
             */
            telephoneNumber?: string;
            /**
             * @description The extension
             * @example 33
             */
            telephoneExtension?: string;
        };
        SiteInput: {
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName: string;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timeZone: string;
            /** @description The address of the site */
            address?: components["schemas"]["AddressInput"];
        };
        AddressInput: {
            /**
             * @description Street and number
             * @example 12 St James Square
             */
            streetAddress1?: string | null;
            /**
             * @description A second line of the address
             * @example 2nd floor
             */
            streetAddress2?: string | null;
            /**
             * @description The city
             * @example London
             */
            city?: string | null;
            /**
             * @description The state or the region
             * @example Greater London
             */
            state?: string | null;
            /**
             * @description The postal code
             * @example SW1Y 4JH
             */
            postalCode?: string | null;
            /**
             * @description The country
             * @example United Kingdom
             */
            country?: string | null;
            /**
             * @description The telephone number
             * @example +44 20 7946 0123
             */
            telephoneNumber?: string | null;
            /**
             * @description The extension
             * @example 33
             */
            telephoneExtension?: string | null;
        } | null;
        SitePatch: {
            /**
             * @description The name of the site
             * @example Headquarters
             */
            siteName?: string | null;
            /**
             * @description IANA time zone name
             * @example US/Eastern
             */
            timeZone?: string | null;
            /** @description The address of the site */
            address?: components["schemas"]["AddressInput"];
        };
        CurrentTime: {
            /**
             * @description When, on the wall clock of the site
             * @example 04:00
             */
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
            /**
             * @description The id of the token
             * @example 0199a3c4-5d6e-4f80-9a1b-2c3d4e5f6073
             */
            uuid: string;
            /**
             * @description When the token stops working by itself; beyond the API document
             * @example 2027-03-02T12:00:00Z
             */
            expires: string;
            /**
             * @description The token, shown only here
             * @example eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiIwMTk5In0.c2ln
             */
            value: string;
        };
        /**
         * @example {
         *       "uuid": "4931f08b-e20b-4e07-9b36-66d3b07fa4c0",
         *       "expires": "2027-03-02T12:00:00Z"
         *     }
         */
        ServiceToken: {
            /**
             * @description The id of the token
             * @example 0199a3c4-5d6e-4f80-9a1b-2c3d4e5f6073
             */
            uuid: string;
            /**
             * @description When the token stops working by itself; beyond the API document
             * @example 2027-03-02T12:00:00Z
             */
            expires: string;
        };
        User: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The id of the user in the caller's own system; unique in the account
             * @example hr-1815
             */
            externalId?: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description Whether the user is refused at every door
             * @example false
             */
            suspended: boolean;
            /**
             * @description `VISITOR` for visitors; left out for users
             * @enum {string}
             */
            kind?: "VISITOR";
            /**
             * @description The PIN, 4 to 8 digits; unique in the account, and beside no other while an access point has a silent alarm by code
             * @example 4071
             */
            pin?: string;
            /**
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
            /**
             * @description Whether the phone of the user opens doors without its second factor
             * @example false
             */
            bleTwoFactorExempt: boolean;
            /** @description The photo, with a link that works for 30 minutes */
            userImage?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description A link to the image, which opens without a token
                 * @example https://media.example.com/photos/7301?signature=3f1c
                 */
                uri: string;
            }[];
            /** @description Values of custom fields. An update changes those that it names */
            customFields: components["schemas"]["CustomFieldValue"][];
            /** @description E-mail addresses of the user */
            emails: {
                /**
                 * @description The address
                 * @example ada@example.com
                 */
                address: string;
                /**
                 * @description What the address is for, any text
                 * @example Work
                 */
                type?: string;
            }[];
            /** @description Telephone numbers of the user */
            phoneNumbers: {
                /**
                 * @description The number, as text
                 * @example +44 20 7946 0123
                 */
                number: string;
                /**
                 * @description What the number is for, any text
                 * @example Mobile
                 */
                type?: string;
            }[];
        };
        CustomFieldValue: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description What its values are
             * @example TEXT
             * @enum {string}
             */
            fieldType: "TEXT" | "NUMBER" | "DATE";
            /**
             * @description The name of the custom field
             * @example Department
             */
            fieldName: string;
            /**
             * @description The value, as text; empty when there is none
             * @example Engineering
             */
            value: string;
        };
        UserInput: {
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The id of the user in the caller's own system; unique in the account
             * @example hr-1815
             */
            externalId?: string;
            /**
             * @description The PIN, 4 to 8 digits; unique in the account, and beside no other while an access point has a silent alarm by code
             * @example 4071
             */
            pin?: string;
            /**
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
            /**
             * @description Whether the phone of the user opens doors without its second factor
             * @example false
             */
            bleTwoFactorExempt?: boolean;
            /** @description E-mail addresses of the user */
            emails?: {
                /**
                 * @description The address
                 * @example ada@example.com
                 */
                address: string;
                /**
                 * @description What the address is for, any text
                 * @example Work
                 */
                type?: string | null;
            }[] | null;
            /** @description Telephone numbers of the user */
            phoneNumbers?: {
                /**
                 * @description The number, as text
                 * @example +44 20 7946 0123
                 */
                number: string;
                /**
                 * @description What the number is for, any text
                 * @example Mobile
                 */
                type?: string | null;
            }[] | null;
            /**
             * @description Whether the user is refused at every door
             * @example false
             */
            suspended?: boolean;
            /** @description Values of custom fields. An update changes those that it names */
            customFields?: components["schemas"]["CustomFieldValueOfUser"][] | null;
        };
        CustomFieldValueOfUser: {
            /**
             * @description The id of the custom field
             * @example 6101
             */
            id: number;
            /**
             * @description The value, as text. `null` or an empty text takes it away
             * @example Engineering
             */
            value?: string;
        };
        UserUpdate: {
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The id of the user in the caller's own system; unique in the account
             * @example hr-1815
             */
            externalId?: string;
            /**
             * @description The PIN, 4 to 8 digits; unique in the account, and beside no other while an access point has a silent alarm by code
             * @example 4071
             */
            pin?: string;
            /**
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
            /**
             * @description Whether the phone of the user opens doors without its second factor
             * @example false
             */
            bleTwoFactorExempt?: boolean;
            /** @description E-mail addresses of the user */
            emails?: {
                /**
                 * @description The address
                 * @example ada@example.com
                 */
                address: string;
                /**
                 * @description What the address is for, any text
                 * @example Work
                 */
                type?: string | null;
            }[] | null;
            /** @description Telephone numbers of the user */
            phoneNumbers?: {
                /**
                 * @description The number, as text
                 * @example +44 20 7946 0123
                 */
                number: string;
                /**
                 * @description What the number is for, any text
                 * @example Mobile
                 */
                type?: string | null;
            }[] | null;
            /**
             * @description Whether the user is refused at every door
             * @example false
             */
            suspended?: boolean;
            /** @description Values of custom fields. An update changes those that it names */
            customFields?: components["schemas"]["CustomFieldValueOfUser"][] | null;
        };
        UserPatch: {
            /**
             * @description The first name
             * @example Ada
             */
            firstName?: string | null;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName?: string | null;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The id of the user in the caller's own system; unique in the account
             * @example hr-1815
             */
            externalId?: string;
            /**
             * @description The PIN, 4 to 8 digits; unique in the account, and beside no other while an access point has a silent alarm by code
             * @example 4071
             */
            pin?: string;
            /**
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
            /**
             * @description Whether the phone of the user opens doors without its second factor
             * @example false
             */
            bleTwoFactorExempt?: boolean;
            /** @description E-mail addresses of the user */
            emails?: {
                /**
                 * @description The address
                 * @example ada@example.com
                 */
                address: string;
                /**
                 * @description What the address is for, any text
                 * @example Work
                 */
                type?: string | null;
            }[] | null;
            /** @description Telephone numbers of the user */
            phoneNumbers?: {
                /**
                 * @description The number, as text
                 * @example +44 20 7946 0123
                 */
                number: string;
                /**
                 * @description What the number is for, any text
                 * @example Mobile
                 */
                type?: string | null;
            }[] | null;
            /**
             * @description Whether the user is refused at every door
             * @example false
             */
            suspended?: boolean;
            /** @description Values of custom fields. An update changes those that it names */
            customFields?: components["schemas"]["CustomFieldValueOfUser"][] | null;
        };
        SuspendedStatus: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description Whether the user is refused at every door
             * @example false
             */
            suspended: boolean;
        };
        SuspendedInput: {
            /**
             * @description Whether the user is refused at every door
             * @example false
             */
            suspended: boolean;
        };
        UserCredential: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /** @description The format of the card */
            credentialFormat: {
                /**
                 * @description The id of the format; see *List credential formats*
                 * @example 100
                 */
                id: number;
                /**
                 * @description The name of the format
                 * @example Standard 26 Bit
                 */
                name: string;
            };
            /**
             * @description A label, such as the number printed on the card
             * @example Card 329
             */
            referenceId?: string;
            /**
             * @description The bits of the card, hexadecimal in lower case
             * @example 28c0293
             */
            encodedCredential: string;
            /** @description The values of the fields of its format */
            fieldValues: {
                /**
                 * @description The id of the field
                 * @example 1
                 */
                id: number;
                /**
                 * @description The value of the field, as text
                 * @example 329
                 */
                value: string;
                /**
                 * @description The name of the field
                 * @example card_number
                 */
                name: string;
            }[];
            /**
             * @description How many bits the card has
             * @example 26
             */
            size?: number;
            /**
             * @description The id of the account
             * @example 1101
             */
            accountId: number;
            /**
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
        };
        CustomFieldValueInput: {
            /**
             * @description The value, as text. `null` or an empty text takes it away
             * @example Engineering
             */
            value: string;
        };
        BatchJob: {
            /**
             * @description The id of the job
             * @example 0199a3c4-5d6e-4f80-9a1b-2c3d4e5f6074
             */
            jobId: string;
            /**
             * @description How far the job is
             * @example RUNNING
             * @enum {string}
             */
            status: "PENDING" | "RUNNING" | "FINISHED" | "STOPPED";
            /** @description Why it stopped or failed, for people */
            message?: string;
            /**
             * @description How many users were sent
             * @example 2
             */
            total: number;
            /**
             * @description How many of them were created
             * @example 1
             */
            succeeded: number;
            /**
             * @description How many of them could not be created
             * @example 1
             */
            failed: number;
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
            /**
             * @description Until when the job can be asked for
             * @example 2026-03-09T12:00:00Z
             */
            expires: string;
        };
        UserBatchInput: {
            /** @description The users, each as in *Create a user*; 1 to 1,000 */
            users: components["schemas"]["UserInput"][];
        };
        UserPhotoForm: {
            /**
             * Format: binary
             * @description A png, jpg, jpeg or gif of at most 4000000 bytes
             * @example (the bytes of the image)
             */
            file: string;
        };
        MembershipsInput: {
            /**
             * @description Ids of the groups to add the user to
             * @example [
             *       5102
             *     ]
             */
            addGroups?: number[] | null;
            /**
             * @description Ids of the groups to remove the user from
             * @example [
             *       5103
             *     ]
             */
            removeGroups?: number[] | null;
        };
        DigitalInvitation: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The address of the invitation
             * @example ada@example.com
             */
            referenceId: string;
            /**
             * @description The id of the mobile pass
             * @example 7201
             */
            credentialId: number;
            /**
             * @description The code that is redeemed once
             * @example i9o7aR37
             */
            accessCode?: string;
            /**
             * @description When the user was invited
             * @example 2026-03-02T12:00:00Z
             */
            created: string;
            /**
             * @description Until when the code can be redeemed
             * @example 2026-03-05T12:00:00Z
             */
            expiration: string;
            /**
             * @description What became of the invitation
             * @example CANCELLED
             * @enum {string}
             */
            status: "PENDING" | "REDEEMED" | "EXPIRED" | "CANCELLED";
            /**
             * @description Whether the pass has a place in the wallet of the phone
             * @example false
             */
            nfcEnabled: boolean;
            /**
             * @description When it was cancelled
             * @example 2026-03-03T09:30:00Z
             */
            cancelDate?: string;
        };
        DigitalInvitationInput: {
            /**
             * @description The address to invite, or a label when the user has an address
             * @example ada@example.com
             */
            referenceId: string;
        };
        DigitalCredential: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The value that readers compare
             * @example a3f81c9e
             */
            credentialValue: string;
            /**
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
        };
        BrivoWalletPassesUpdated: {
            /** @description The mobile passes, at most 30 */
            bmpCredentials: {
                /**
                 * @description The id of the user
                 * @example 210034
                 */
                userId: number;
                /**
                 * @description The id of the mobile pass
                 * @example 7201
                 */
                accessCredentialId: number;
                /**
                 * @description The address of the invitation
                 * @example ada@example.com
                 */
                referenceId: string;
                /**
                 * @description False of a pass that was so before
                 * @example true
                 */
                updated: boolean;
            }[];
        };
        BrivoWalletPasses: {
            /** @description The mobile passes, at most 30 */
            bmpCredentials: {
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
                /**
                 * @description Id of one Credential
                 * @example 7201
                 */
                accessCredentialId: number;
                /**
                 * @description The address of the invitation
                 * @example ada@example.com
                 */
                referenceId: string;
            }[];
        };
        MobilePass: {
            /**
             * @description The value that readers compare
             * @example a3f81c9e
             */
            pass: string;
            /**
             * @description The id of the credential, for readers by Bluetooth
             * @example 7201
             */
            bleCredential: string;
            /**
             * @description For how many seconds an unlocked phone counts as such
             * @example 60
             */
            bleAuthTimeFrame: number;
            /**
             * @description Whether the pass works
             * @example true
             */
            enabled: string;
            /**
             * @description The name of the account
             * @example Analytical Engines Ltd
             */
            accountName: string;
            /**
             * @description The id of the account
             * @example 1101
             */
            accountId: number;
            /** @description The sites with doors that the pass opens */
            sites: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description The name of the site
                 * @example Headquarters
                 */
                siteName: string;
                /**
                 * @description The time zone, an IANA name
                 * @example Europe/Berlin
                 */
                timeZone: string;
                /** @description The address of the site */
                address?: components["schemas"]["Address"];
                /**
                 * @description Whether the site asks questions before it lets somebody in
                 * @example NONE
                 */
                preScreening: string;
                /** @description The access points that the pass opens */
                accessPoints: {
                    /**
                     * @description The id
                     * @example 4101
                     */
                    id: number;
                    /**
                     * @description The name
                     * @example Headquarters
                     */
                    name: string;
                    /**
                     * @description The kind of access point
                     * @example DOOR
                     */
                    type: string;
                    /**
                     * @description Whether it asks for a PIN with the card
                     * @example false
                     */
                    twoFactorEnabled: boolean;
                    /** @description When it opens them */
                    schedules: {
                        /**
                         * @description The id of the schedule
                         * @example 8101
                         */
                        id: number;
                        /**
                         * @description The name of the schedule
                         * @example Office hours
                         */
                        name: string;
                        /** @description When it is open, by weekday */
                        scheduleBlocks: components["schemas"]["ScheduleBlocks"];
                        /** @description The holidays on which its holiday blocks hold */
                        holidays: {
                            /**
                             * @description The name of the holiday
                             * @example Christmas
                             */
                            name: string;
                            /**
                             * @description When it begins, on the wall clock of the site
                             * @example 2026-12-25T00:00:00
                             */
                            start: string;
                            /**
                             * @description When it ends
                             * @example 2026-12-26T23:59:00
                             */
                            end: string;
                        }[];
                        /** @description Single days on which something else holds */
                        scheduleExceptions: components["schemas"]["ScheduleException"][];
                    }[];
                    /**
                     * @description Whether it is a door station
                     * @example false
                     */
                    isDoorStation: boolean;
                }[];
            }[];
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /** @description The photo, with a link that works for 30 minutes */
            userImage?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description A link to the image, which opens without a token
                 * @example https://media.example.com/photos/7301?signature=3f1c
                 */
                uri: string;
                /**
                 * @description The same link
                 * @example https://media.example.com/photos/7301?signature=3f1c
                 */
                userImageUri: string;
                /**
                 * @description The type of the image
                 * @example image/jpeg
                 */
                contentType: string;
                /**
                 * @description The size of the image in bytes
                 * @example 48213
                 */
                contentLength: number;
                /**
                 * @description When it was created
                 * @example 2026-01-15T10:00:00Z
                 */
                created: string;
            };
            /**
             * @description Whether the pass may be moved to another phone
             * @example true
             */
            enablePassTransfer: boolean;
        };
        Visitor: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The id of the user in the caller's own system; unique in the account
             * @example hr-1815
             */
            externalId?: string;
            /**
             * @description The first name
             * @example Ada
             */
            firstName: string;
            /**
             * @description The middle name
             * @example King
             */
            middleName?: string;
            /**
             * @description The last name
             * @example Lovelace
             */
            lastName: string;
            /**
             * @description Whether the user is refused at every door
             * @example false
             */
            suspended: boolean;
            /**
             * @description `VISITOR` for visitors
             * @example VISITOR
             * @enum {string}
             */
            kind?: "VISITOR";
            /**
             * @description The PIN, 4 to 8 digits; unique in the account, and beside no other while an access point has a silent alarm by code
             * @example 4071
             */
            pin?: string;
            /**
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
            /**
             * @description When it was created
             * @example 2026-01-15T10:00:00Z
             */
            created: string;
            /**
             * @description When it was last changed
             * @example 2026-02-20T16:45:00Z
             */
            updated: string;
            /**
             * @description Whether the phone of the user opens doors without its second factor
             * @example false
             */
            bleTwoFactorExempt: boolean;
            /** @description The photo, with a link that works for 30 minutes */
            userImage?: {
                /**
                 * @description The id
                 * @example 4101
                 */
                id: number;
                /**
                 * @description A link to the image, which opens without a token
                 * @example https://media.example.com/photos/7301?signature=3f1c
                 */
                uri: string;
            }[];
            /** @description Values of custom fields. An update changes those that it names */
            customFields: components["schemas"]["CustomFieldValue"][];
            /** @description E-mail addresses of the user */
            emails: {
                /**
                 * @description The address
                 * @example ada@example.com
                 */
                address: string;
                /**
                 * @description What the address is for, any text
                 * @example Work
                 */
                type?: string;
            }[];
            /** @description Telephone numbers of the user */
            phoneNumbers: {
                /**
                 * @description The number, as text
                 * @example +44 20 7946 0123
                 */
                number: string;
                /**
                 * @description What the number is for, any text
                 * @example Mobile
                 */
                type?: string;
            }[];
            /**
             * @description Always `Visitor`
             * @example Visitor
             * @enum {string}
             */
            identityType: "Visitor";
        };
        VisitorInput: {
            /** @description Who visits, and when */
            user: {
                /**
                 * @description The first name
                 * @example Ada
                 */
                firstName: string;
                /**
                 * Format: date-time
                 * @description When the visit begins
                 * @example 2026-03-02T09:00:00Z
                 */
                effectiveFrom: string;
                /**
                 * Format: date-time
                 * @description When the visit ends
                 * @example 2026-03-02T18:00:00Z
                 */
                effectiveTo: string;
                /** @description E-mail addresses of the user */
                emails: {
                    /**
                     * @description The address
                     * @example ada@example.com
                     */
                    address: string;
                    /**
                     * @description What the address is for, any text
                     * @example Work
                     */
                    type?: string | null;
                }[];
            };
            /**
             * @description Ids of the groups whose doors the visitor may pass
             * @example [
             *       5102
             *     ]
             */
            groupIds: number[];
            /**
             * @description What the visitor gets; a PIN unless something else is asked for
             * @example MOBILE_PASS
             * @enum {string|null}
             */
            credentialType?: "PIN" | "MOBILE_PASS" | null;
        };
        RedeemedDigitalCredential: {
            /**
             * @description The id
             * @example 4101
             */
            id: number;
            /**
             * @description The value that readers compare
             * @example a3f81c9e
             */
            credentialValue: string;
            /**
             * @description From when it is valid. Left out: at once
             * @example 2026-03-01T08:00:00Z
             */
            effectiveFrom?: string;
            /**
             * @description Until when it is valid. Left out: without an end
             * @example 2028-03-01T08:00:00Z
             */
            effectiveTo?: string;
            /**
             * @description The id of the account
             * @example 1101
             */
            accountId: number;
            /**
             * @description The name of the account
             * @example Analytical Engines Ltd
             */
            accountName: string;
        };
        DigitalInvitationRedemption: {
            /**
             * @description The code that is redeemed once
             * @example i9o7aR37
             */
            accessCode: string;
        };
        /** @description Why a token is refused, in the words of OAuth 2 (RFC 6750). */
        OauthError: {
            /**
             * @description A code for programs
             * @example invalid_token
             */
            error: string;
            /**
             * @description A text for people
             * @example Access token expired
             */
            error_description: string;
        };
    };
    responses: {
        /** @description A header of the request is not valid; the message names it */
        InvalidHeader: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 400,
                 *       "message": "Invalid value for the header 'Idempotency-Key': expected 1 to 255 printable ASCII characters"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The call has no `filter`, and the request has one */
        NoFilter: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 400,
                 *       "message": "Invalid filter format: unknown filter 'name'"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The `Idempotency-Key` was used for another request, or its request is under way, or its answer is not kept */
        KeyInUse: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 409,
                 *       "message": "The 'Idempotency-Key' was used for another request: method, path, query and body must be the same"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is larger than 1 MB */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 413,
                 *       "message": "The request body is larger than 1 MB"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is compressed, is not declared as JSON, or has an unknown charset */
        BodyNotSupported: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 415,
                 *       "message": "Content-Type 'text/plain' is not supported: send application/json"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The budget `general` of the application or card holder, or of the whole account, is used up. The message says which */
        "TooManyRequests-general": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 429,
                 *       "message": "Too many requests by this application: there may be 6000 in 60 seconds. Try again in 41 seconds"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The budget `doors` of the application or card holder, or of the whole account, is used up. The message says which */
        "TooManyRequests-doors": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 429,
                 *       "message": "Too many requests of 'doors' by this application: there may be 6000 in 60 seconds. Try again in 41 seconds"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The budget `revocations` of the application or card holder, or of the whole account, is used up. The message says which */
        "TooManyRequests-revocations": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 429,
                 *       "message": "Too many requests of 'revocations' by this application: there may be 6000 in 60 seconds. Try again in 41 seconds"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The budget `emergencies` of the application or card holder, or of the whole account, is used up. The message says which */
        "TooManyRequests-emergencies": {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": 429,
                 *       "message": "Too many requests of 'emergencies' by this application: there may be 6000 in 60 seconds. Try again in 41 seconds"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description How many requests (`r`) may still come in how many seconds (`t`), by the name of the budget: draft 11 of the RateLimit header fields. Of two limits, that of the application or card holder and that of the whole account, it is the one with fewer left; the name of the latter begins with `account-`. Several instances count, so `r` may be too high.
         * @example "general";r=5998;t=41
         */
        RateLimit: string;
        /**
         * @description How many requests (`q`) there may be in a window of how many seconds (`w`), by the name of the budget: the limit that `RateLimit` is about
         * @example "general";q=6000;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description After how many seconds the same request will be let through again
         * @example 41
         */
        "Retry-After": number;
        /**
         * @description Names the request, in our logs too
         * @example Root=1-67891233-abcdef012345678912345678
         */
        RequestId: string;
        /** @description Whether this is the answer to an earlier request with the same `Idempotency-Key` */
        IdempotentReplayed: "true";
        /**
         * @description The id of the command, for *Get a command*
         * @example 0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071
         */
        CommandId: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAccounts: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example name__eq:Analytical
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Analytical Engines Ltd",
                     *           "accountNumber": "1101",
                     *           "accountType": "CUSTOMER",
                     *           "masterAdmin": {
                     *             "username": "ada",
                     *             "firstName": "Ada",
                     *             "lastName": "Lovelace"
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AccountListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                "application/json": components["schemas"]["NewAccountInput"];
            };
        };
        responses: {
            /** @description The new account; its owner was invited by mail */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Analytical Engines Ltd",
                     *       "accountNumber": "1101",
                     *       "accountType": "CUSTOMER",
                     *       "masterAdmin": {
                     *         "username": "ada",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "description": "North division",
                     *       "contact": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       },
                     *       "emergency": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       },
                     *       "billing": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       }
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "doorCount": 24,
                     *       "activeUserCount": 312,
                     *       "panelCount": 6,
                     *       "cameraCount": 8,
                     *       "panelOffline": 1,
                     *       "panelsOffline": 1,
                     *       "siteCount": 2,
                     *       "administratorCount": 5,
                     *       "credentialCount": 340
                     *     }
                     */
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
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Analytical Engines Ltd",
                     *       "accountNumber": "1101",
                     *       "accountType": "CUSTOMER",
                     *       "masterAdmin": {
                     *         "username": "ada",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace"
                     *       },
                     *       "description": "North division",
                     *       "contact": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       },
                     *       "emergency": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       },
                     *       "billing": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                "application/json": components["schemas"]["AccountInput"];
            };
        };
        responses: {
            /** @description The account as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Analytical Engines Ltd",
                     *       "accountNumber": "1101",
                     *       "accountType": "CUSTOMER",
                     *       "masterAdmin": {
                     *         "username": "ada",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com"
                     *       },
                     *       "description": "North division",
                     *       "contact": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       },
                     *       "emergency": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       },
                     *       "billing": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AccountUpdated"];
                };
            };
        };
    };
    closeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Closed; nobody acts in it any more within seconds */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reopenAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, which is open */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Analytical Engines Ltd",
                     *       "accountNumber": "1101",
                     *       "accountType": "CUSTOMER",
                     *       "masterAdmin": {
                     *         "username": "ada",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace"
                     *       },
                     *       "description": "North division",
                     *       "contact": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       },
                     *       "emergency": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       },
                     *       "billing": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33",
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "notes": "Call before noon"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    inviteAccountOwner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
                accountId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A new temporary password was mailed to the owner */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listAccountAdministrators: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "username": "ada",
                     *           "firstName": "Ada",
                     *           "lastName": "Lovelace",
                     *           "email": "ada@example.com",
                     *           "timezone": "Europe/London",
                     *           "owner": true
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AccountAdministrator"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 90003,
                     *           "name": "MIN_PIN_LENGTH",
                     *           "value": "6",
                     *           "defaultValue": "4"
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AccountSetting"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
                accountId: number;
                /**
                 * @description The id of the setting
                 * @example 90003
                 */
                settingId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "6"
                 *     }
                 */
                "application/json": components["schemas"]["AccountSettingInput"];
            };
        };
        responses: {
            /** @description The setting as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 90003,
                     *       "name": "MIN_PIN_LENGTH",
                     *       "value": "6",
                     *       "defaultValue": "4"
                     *     }
                     */
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
                /**
                 * @description Id of one Account
                 * @example 1101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 19,
                     *           "name": "Brivo Phone Pass",
                     *           "enabled": true
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AccountFeature"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    listActivities: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example site__eq:4398046511104
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 11111111,
                     *           "occurred": "2015-05-01T14:35:50Z",
                     *           "siteId": 9999,
                     *           "siteName": "Site 1",
                     *           "userId": 333333,
                     *           "objectId": 444444,
                     *           "objectType": "ACCESS-POINT",
                     *           "objectName": "Front door",
                     *           "actionTypeId": 5018,
                     *           "description": "Failed Access by John Smith: Unauthorized Access Attempt"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["Activity"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "username": "ada",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "identityType": "SENIOR",
                     *       "email": "ada@example.com",
                     *       "timezone": "Europe/London",
                     *       "canCreateAdmins": false
                     *     }
                     */
                    "application/json": components["schemas"]["Administrator"];
                };
            };
        };
    };
    listAdministrators: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example type__eq:SENIOR
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "username": "ada",
                     *           "firstName": "Ada",
                     *           "middleName": "King",
                     *           "lastName": "Lovelace",
                     *           "identityType": "SENIOR",
                     *           "email": "ada@example.com",
                     *           "timezone": "Europe/London",
                     *           "canCreateAdmins": false
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["Administrator"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "username": "ada",
                 *       "firstName": "Ada",
                 *       "middleName": "King",
                 *       "lastName": "Lovelace",
                 *       "email": "ada@example.com",
                 *       "timezone": "US/Eastern",
                 *       "securityQuestion": "What was your first machine?",
                 *       "securityAnswer": "The Difference Engine",
                 *       "identityType": "SENIOR",
                 *       "canCreateAdmins": false,
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["AdministratorInput"];
            };
        };
        responses: {
            /** @description The new administrator */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "username": "ada",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "identityType": "SENIOR",
                     *       "email": "ada@example.com",
                     *       "timezone": "Europe/London",
                     *       "canCreateAdmins": false
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "username": "ada",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "identityType": "SENIOR",
                     *       "email": "ada@example.com",
                     *       "timezone": "Europe/London",
                     *       "canCreateAdmins": false,
                     *       "accountId": 1101
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "firstName": "Ada",
                 *       "middleName": "King",
                 *       "lastName": "Lovelace",
                 *       "email": "ada@example.com",
                 *       "identityType": "SENIOR",
                 *       "canCreateAdmins": false,
                 *       "timezone": "US/Eastern"
                 *     }
                 */
                "application/json": components["schemas"]["AdministratorUpdate"];
            };
        };
        responses: {
            /** @description The administrator as they are now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "username": "ada",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "identityType": "SENIOR",
                     *       "email": "ada@example.com",
                     *       "timezone": "Europe/London",
                     *       "canCreateAdmins": false
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @example {
                 *       "username": "ada"
                 *     }
                 */
                "application/json": components["schemas"]["UsernameCheck"];
            };
        };
        responses: {
            /** @description Whether a new administrator can have the username */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "available": "true"
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "locked": false,
                     *       "temporaryPassword": false,
                     *       "securityQuestion": "What was your first machine?",
                     *       "retryCount": 0,
                     *       "lastAttempted": "2026-03-01T08:02:11Z",
                     *       "temporaryPasswordExpiration": "2026-03-09T12:00:00Z",
                     *       "expiration": "2027-03-01T00:00:00Z"
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "active": true,
                 *       "password": "correct horse battery staple",
                 *       "temporaryPassword": false,
                 *       "securityQuestion": "What was your first machine?",
                 *       "securityAnswer": "The Difference Engine",
                 *       "expiration": "2027-03-01T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["LoginUpdate"];
            };
        };
        responses: {
            /** @description How the administrator signs in now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "locked": false,
                     *       "temporaryPassword": false,
                     *       "securityQuestion": "What was your first machine?",
                     *       "retryCount": 0,
                     *       "lastAttempted": "2026-03-01T08:02:11Z",
                     *       "temporaryPasswordExpiration": "2026-03-09T12:00:00Z",
                     *       "expiration": "2027-03-01T00:00:00Z"
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Reception",
                     *           "description": "People at the front desk",
                     *           "roleType": "CUSTOM"
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
                administratorId: number;
                /**
                 * @description Id of one Role
                 * @example 1301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
                administratorId: number;
                /**
                 * @description Id of one Role
                 * @example 1301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listApplications: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "accountId": 1101,
                     *           "name": "Visitor desk",
                     *           "description": "North division",
                     *           "grantTypes": [
                     *             "authorization_code",
                     *             "refresh_token"
                     *           ],
                     *           "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa",
                     *           "accessTokenTtl": 900,
                     *           "refreshTokenTtl": 2592000,
                     *           "created": "2026-01-15T10:00:00Z",
                     *           "updated": "2026-02-20T16:45:00Z"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["Application"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                "application/json": components["schemas"]["ApplicationInput"];
            };
        };
        responses: {
            /** @description The new application, with the secret that is given only here */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "accountId": 1101,
                     *       "name": "Visitor desk",
                     *       "description": "North division",
                     *       "grantTypes": [
                     *         "authorization_code",
                     *         "refresh_token"
                     *       ],
                     *       "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa",
                     *       "accessTokenTtl": 900,
                     *       "refreshTokenTtl": 2592000,
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "secret": "pZ3mW7cQn1vB8xK5tR2yL9dF"
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "identity": {
                     *             "id": 212121,
                     *             "username": "jean.luc",
                     *             "firstName": "Jean-Luc",
                     *             "lastName": "Picard"
                     *           },
                     *           "applications": [
                     *             {
                     *               "name": "Acme integrator app",
                     *               "description": "Acme corps integrator app for the arts",
                     *               "clientId": "7955256f-b655-41d2-8f6e-02149400a664"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AuthorizedApplication"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one Application
                 * @example 1401
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "accountId": 1101,
                     *       "name": "Visitor desk",
                     *       "description": "North division",
                     *       "grantTypes": [
                     *         "authorization_code",
                     *         "refresh_token"
                     *       ],
                     *       "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa",
                     *       "accessTokenTtl": 900,
                     *       "refreshTokenTtl": 2592000,
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z"
                     *     }
                     */
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
                /**
                 * @description Id of one Application
                 * @example 1401
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Application
                 * @example 1401
                 */
                applicationId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Api keys of the application, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "lastCharacters": "GsAs",
                     *           "created": "2026-01-15T10:00:00Z"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["ApiKey"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Application
                 * @example 1401
                 */
                applicationId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Nightly import"
                 *     }
                 */
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** @description The new api key, with its value that is given only here */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "lastCharacters": "GsAs",
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "apiKey": "8sd4-8sd5-8sd6.ZlYaO26NRwlS6cnDqjUcjCYsGNKjA0iXjsQe3uNGsAs"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Application
                 * @example 1401
                 */
                applicationId: number;
                /**
                 * @description Id of one ApiKey
                 * @example 1451
                 */
                apiKeyId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The api key */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "lastCharacters": "GsAs",
                     *       "created": "2026-01-15T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Application
                 * @example 1401
                 */
                applicationId: number;
                /**
                 * @description Id of one ApiKey
                 * @example 1451
                 */
                apiKeyId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked; it is refused within seconds */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listAccessPoints: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example name__eq:Front
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "controlPanelId": 3301,
                     *           "siteId": 2201,
                     *           "siteName": "Headquarters",
                     *           "activationEnabled": true,
                     *           "twoFactorEnabled": false,
                     *           "type": "DOOR",
                     *           "reportLiveStatus": true
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AccessPointListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "name": "Headquarters",
                 *       "activationEnabled": true,
                 *       "twoFactorEnabled": false,
                 *       "reportLiveStatus": true,
                 *       "pulseSeconds": 5,
                 *       "failedAttempts": {
                 *         "limit": 5,
                 *         "blockSeconds": 30
                 *       },
                 *       "doorRules": {
                 *         "factors": {
                 *           "sets": [
                 *             [
                 *               "CARD",
                 *               "PIN"
                 *             ]
                 *           ],
                 *           "side": 1
                 *         },
                 *         "escort": {
                 *           "groupIds": [
                 *             5102
                 *           ]
                 *         }
                 *       },
                 *       "type": "DOOR",
                 *       "controlPanelId": 3301,
                 *       "unlockScheduleId": 8101
                 *     }
                 */
                "application/json": components["schemas"]["AccessPointInput"];
            };
        };
        responses: {
            /** @description The new access point */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "controlPanelId": 3301,
                     *       "siteId": 2201,
                     *       "siteName": "Headquarters",
                     *       "activationEnabled": true,
                     *       "twoFactorEnabled": false,
                     *       "type": "DOOR",
                     *       "reportLiveStatus": true,
                     *       "pulseSeconds": 5,
                     *       "unlockScheduleId": 8101,
                     *       "unlockScheduleName": "Office hours",
                     *       "unlockScheduleEnablingGroupId": 5102,
                     *       "failedAttempts": {
                     *         "limit": 5,
                     *         "blockSeconds": 30
                     *       },
                     *       "doorRules": {
                     *         "factors": {
                     *           "sets": [
                     *             [
                     *               "CARD",
                     *               "PIN"
                     *             ]
                     *           ]
                     *         },
                     *         "twoPerson": {},
                     *         "escort": {
                     *           "groupIds": [
                     *             5102
                     *           ]
                     *         },
                     *         "interlock": {
                     *           "accessPointIds": [
                     *             4102
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "controlPanelId": 3301,
                     *       "siteId": 2201,
                     *       "siteName": "Headquarters",
                     *       "activationEnabled": true,
                     *       "twoFactorEnabled": false,
                     *       "type": "DOOR",
                     *       "reportLiveStatus": true,
                     *       "pulseSeconds": 5,
                     *       "unlockScheduleId": 8101,
                     *       "unlockScheduleName": "Office hours",
                     *       "unlockScheduleEnablingGroupId": 5102,
                     *       "failedAttempts": {
                     *         "limit": 5,
                     *         "blockSeconds": 30
                     *       },
                     *       "doorRules": {
                     *         "factors": {
                     *           "sets": [
                     *             [
                     *               "CARD",
                     *               "PIN"
                     *             ]
                     *           ]
                     *         },
                     *         "twoPerson": {},
                     *         "escort": {
                     *           "groupIds": [
                     *             5102
                     *           ]
                     *         },
                     *         "interlock": {
                     *           "accessPointIds": [
                     *             4102
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Headquarters",
                 *       "activationEnabled": true,
                 *       "twoFactorEnabled": false,
                 *       "reportLiveStatus": true,
                 *       "pulseSeconds": 5,
                 *       "unlockScheduleId": 8101,
                 *       "failedAttempts": {
                 *         "limit": 5,
                 *         "blockSeconds": 30
                 *       },
                 *       "doorRules": {
                 *         "factors": {
                 *           "sets": [
                 *             [
                 *               "CARD",
                 *               "PIN"
                 *             ]
                 *           ],
                 *           "side": 1
                 *         },
                 *         "escort": {
                 *           "groupIds": [
                 *             5102
                 *           ]
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AccessPointPatch"];
            };
        };
        responses: {
            /** @description The access point as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "controlPanelId": 3301,
                     *       "siteId": 2201,
                     *       "siteName": "Headquarters",
                     *       "activationEnabled": true,
                     *       "twoFactorEnabled": false,
                     *       "type": "DOOR",
                     *       "reportLiveStatus": true,
                     *       "pulseSeconds": 5,
                     *       "unlockScheduleId": 8101,
                     *       "unlockScheduleName": "Office hours",
                     *       "unlockScheduleEnablingGroupId": 5102,
                     *       "failedAttempts": {
                     *         "limit": 5,
                     *         "blockSeconds": 30
                     *       },
                     *       "doorRules": {
                     *         "factors": {
                     *           "sets": [
                     *             [
                     *               "CARD",
                     *               "PIN"
                     *             ]
                     *           ]
                     *         },
                     *         "twoPerson": {},
                     *         "escort": {
                     *           "groupIds": [
                     *             5102
                     *           ]
                     *         },
                     *         "interlock": {
                     *           "accessPointIds": [
                     *             4102
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    activateAccessPoint: {
        parameters: {
            query?: {
                /**
                 * @description For how many seconds to wait for the panel, from 0 to 5; without it the call does not wait
                 * @example 5
                 */
                wait?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The command, when `wait` is given and the panel said in time how it ended; empty otherwise */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "Sallyport-Command-Id": components["headers"]["CommandId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                     *       "kind": "activate",
                     *       "accessPointId": 4101,
                     *       "accessPointName": "Front door",
                     *       "pulseSeconds": 5,
                     *       "controlPanelId": 3301,
                     *       "state": "succeeded",
                     *       "states": [
                     *         {
                     *           "state": "sent",
                     *           "at": "2026-03-02T12:00:00.040Z",
                     *           "send": 1
                     *         }
                     *       ],
                     *       "by": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "for": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "application": {
                     *         "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa"
                     *       },
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "notAfter": "2026-03-02T12:00:10Z",
                     *       "receivedDue": "2026-03-02T12:00:03Z",
                     *       "resultDue": "2026-03-02T12:00:10Z",
                     *       "sends": 1,
                     *       "sent": "2026-03-02T12:00:00Z",
                     *       "received": "2026-03-02T12:00:00Z",
                     *       "executing": "2026-03-02T12:00:00Z",
                     *       "settled": "2026-03-02T12:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The command, when `wait` is given and it is not known yet how it ended */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "Sallyport-Command-Id": components["headers"]["CommandId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                     *       "kind": "activate",
                     *       "accessPointId": 4101,
                     *       "accessPointName": "Front door",
                     *       "pulseSeconds": 5,
                     *       "controlPanelId": 3301,
                     *       "state": "succeeded",
                     *       "states": [
                     *         {
                     *           "state": "sent",
                     *           "at": "2026-03-02T12:00:00.040Z",
                     *           "send": 1
                     *         }
                     *       ],
                     *       "by": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "for": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "application": {
                     *         "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa"
                     *       },
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "notAfter": "2026-03-02T12:00:10Z",
                     *       "receivedDue": "2026-03-02T12:00:03Z",
                     *       "resultDue": "2026-03-02T12:00:10Z",
                     *       "sends": 1,
                     *       "sent": "2026-03-02T12:00:00Z",
                     *       "received": "2026-03-02T12:00:00Z",
                     *       "executing": "2026-03-02T12:00:00Z",
                     *       "settled": "2026-03-02T12:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    getCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
                accessPointId: number;
                /**
                 * @description The id of the command
                 * @example 0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                     *       "kind": "activate",
                     *       "accessPointId": 4101,
                     *       "accessPointName": "Front door",
                     *       "pulseSeconds": 5,
                     *       "controlPanelId": 3301,
                     *       "state": "succeeded",
                     *       "states": [
                     *         {
                     *           "state": "sent",
                     *           "at": "2026-03-02T12:00:00.040Z",
                     *           "send": 1
                     *         }
                     *       ],
                     *       "by": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "for": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "application": {
                     *         "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa"
                     *       },
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "notAfter": "2026-03-02T12:00:10Z",
                     *       "receivedDue": "2026-03-02T12:00:03Z",
                     *       "resultDue": "2026-03-02T12:00:10Z",
                     *       "sends": 1,
                     *       "sent": "2026-03-02T12:00:00Z",
                     *       "received": "2026-03-02T12:00:00Z",
                     *       "executing": "2026-03-02T12:00:00Z",
                     *       "settled": "2026-03-02T12:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listGroupsOfAccessPoint: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["GroupListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    unlockAccessPoint: {
        parameters: {
            query?: {
                /**
                 * @description For how many seconds to wait for the panel, from 0 to 5; without it the call does not wait
                 * @example 5
                 */
                wait?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "credentialValue": "0c1f"
                 *     }
                 */
                "application/json": components["schemas"]["UnlockInput"];
            };
        };
        responses: {
            /** @description The command, when `wait` is given and the panel said in time how it ended; empty otherwise */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "Sallyport-Command-Id": components["headers"]["CommandId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                     *       "kind": "activate",
                     *       "accessPointId": 4101,
                     *       "accessPointName": "Front door",
                     *       "pulseSeconds": 5,
                     *       "controlPanelId": 3301,
                     *       "state": "succeeded",
                     *       "states": [
                     *         {
                     *           "state": "sent",
                     *           "at": "2026-03-02T12:00:00.040Z",
                     *           "send": 1
                     *         }
                     *       ],
                     *       "by": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "for": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "application": {
                     *         "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa"
                     *       },
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "notAfter": "2026-03-02T12:00:10Z",
                     *       "receivedDue": "2026-03-02T12:00:03Z",
                     *       "resultDue": "2026-03-02T12:00:10Z",
                     *       "sends": 1,
                     *       "sent": "2026-03-02T12:00:00Z",
                     *       "received": "2026-03-02T12:00:00Z",
                     *       "executing": "2026-03-02T12:00:00Z",
                     *       "settled": "2026-03-02T12:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The command, when `wait` is given and it is not known yet how it ended */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "Sallyport-Command-Id": components["headers"]["CommandId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                     *       "kind": "activate",
                     *       "accessPointId": 4101,
                     *       "accessPointName": "Front door",
                     *       "pulseSeconds": 5,
                     *       "controlPanelId": 3301,
                     *       "state": "succeeded",
                     *       "states": [
                     *         {
                     *           "state": "sent",
                     *           "at": "2026-03-02T12:00:00.040Z",
                     *           "send": 1
                     *         }
                     *       ],
                     *       "by": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "for": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "application": {
                     *         "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa"
                     *       },
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "notAfter": "2026-03-02T12:00:10Z",
                     *       "receivedDue": "2026-03-02T12:00:03Z",
                     *       "resultDue": "2026-03-02T12:00:10Z",
                     *       "sends": 1,
                     *       "sent": "2026-03-02T12:00:00Z",
                     *       "received": "2026-03-02T12:00:00Z",
                     *       "executing": "2026-03-02T12:00:00Z",
                     *       "settled": "2026-03-02T12:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description Ordered; the header Sallyport-Command-Id names the command */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "Sallyport-Command-Id": components["headers"]["CommandId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    activateElevator: {
        parameters: {
            query?: {
                /**
                 * @description For how many seconds to wait for the panel, from 0 to 5; without it the call does not wait
                 * @example 5
                 */
                wait?: number;
                /**
                 * @description Ids of floors, separated by commas
                 * @example 4102
                 */
                targetDevices?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                "application/json": components["schemas"]["ElevatorActivation"];
            };
        };
        responses: {
            /** @description The command, when `wait` is given and the panel said in time how it ended; empty otherwise */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "Sallyport-Command-Id": components["headers"]["CommandId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                     *       "kind": "activate",
                     *       "accessPointId": 4101,
                     *       "accessPointName": "Front door",
                     *       "pulseSeconds": 5,
                     *       "controlPanelId": 3301,
                     *       "state": "succeeded",
                     *       "states": [
                     *         {
                     *           "state": "sent",
                     *           "at": "2026-03-02T12:00:00.040Z",
                     *           "send": 1
                     *         }
                     *       ],
                     *       "by": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "for": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "application": {
                     *         "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa"
                     *       },
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "notAfter": "2026-03-02T12:00:10Z",
                     *       "receivedDue": "2026-03-02T12:00:03Z",
                     *       "resultDue": "2026-03-02T12:00:10Z",
                     *       "sends": 1,
                     *       "sent": "2026-03-02T12:00:00Z",
                     *       "received": "2026-03-02T12:00:00Z",
                     *       "executing": "2026-03-02T12:00:00Z",
                     *       "settled": "2026-03-02T12:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Command"];
                };
            };
            /** @description The command, when `wait` is given and it is not known yet how it ended */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "Sallyport-Command-Id": components["headers"]["CommandId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                     *       "kind": "activate",
                     *       "accessPointId": 4101,
                     *       "accessPointName": "Front door",
                     *       "pulseSeconds": 5,
                     *       "controlPanelId": 3301,
                     *       "state": "succeeded",
                     *       "states": [
                     *         {
                     *           "state": "sent",
                     *           "at": "2026-03-02T12:00:00.040Z",
                     *           "send": 1
                     *         }
                     *       ],
                     *       "by": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "for": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "application": {
                     *         "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa"
                     *       },
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "notAfter": "2026-03-02T12:00:10Z",
                     *       "receivedDue": "2026-03-02T12:00:03Z",
                     *       "resultDue": "2026-03-02T12:00:10Z",
                     *       "sends": 1,
                     *       "sent": "2026-03-02T12:00:00Z",
                     *       "received": "2026-03-02T12:00:00Z",
                     *       "executing": "2026-03-02T12:00:00Z",
                     *       "settled": "2026-03-02T12:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listCamerasOfAccessPoint: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "videoProvider": {
                     *             "type": "DEMO"
                     *           },
                     *           "site": {
                     *             "id": 4101,
                     *             "siteName": "Headquarters"
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["CameraListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    listAreas: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example name__eq:Lab
                 */
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Areas of the account, oldest first */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Laboratory",
                     *           "controlPanelId": 3301,
                     *           "borders": [
                     *             {
                     *               "accessPointId": 4101,
                     *               "side": 1,
                     *               "direction": "IN"
                     *             }
                     *           ],
                     *           "antiPassback": {
                     *             "enforcement": "DENY",
                     *             "timeoutMinutes": 480
                     *           },
                     *           "occupancy": {
                     *             "enforcement": "DENY",
                     *             "limit": 40
                     *           },
                     *           "exceptUserIds": [
                     *             210034
                     *           ],
                     *           "resets": [
                     *             {
                     *               "weekday": "MONDAY",
                     *               "time": "04:00"
                     *             }
                     *           ],
                     *           "state": "FUNCTIONAL",
                     *           "problems": [
                     *             {
                     *               "problem": "NO_EXIT"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["Area"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    createArea: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Laboratory",
                 *       "borders": [
                 *         {
                 *           "accessPointId": 4101,
                 *           "side": 1,
                 *           "direction": "IN"
                 *         },
                 *         {
                 *           "accessPointId": 4101,
                 *           "side": 2,
                 *           "direction": "OUT"
                 *         }
                 *       ],
                 *       "antiPassback": {
                 *         "enforcement": "DENY",
                 *         "timeoutMinutes": 480
                 *       },
                 *       "occupancy": {
                 *         "enforcement": "LOG",
                 *         "limit": 40
                 *       },
                 *       "exceptUserIds": [
                 *         210034
                 *       ],
                 *       "resets": [
                 *         {
                 *           "weekday": "MONDAY",
                 *           "time": "04:00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["AreaInput"];
            };
        };
        responses: {
            /** @description The new area */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Laboratory",
                     *       "controlPanelId": 3301,
                     *       "borders": [
                     *         {
                     *           "accessPointId": 4101,
                     *           "side": 1,
                     *           "direction": "IN"
                     *         }
                     *       ],
                     *       "antiPassback": {
                     *         "enforcement": "DENY",
                     *         "timeoutMinutes": 480
                     *       },
                     *       "occupancy": {
                     *         "enforcement": "DENY",
                     *         "limit": 40
                     *       },
                     *       "exceptUserIds": [
                     *         210034
                     *       ],
                     *       "resets": [
                     *         {
                     *           "weekday": "MONDAY",
                     *           "time": "04:00"
                     *         }
                     *       ],
                     *       "state": "FUNCTIONAL",
                     *       "problems": [
                     *         {
                     *           "problem": "NO_EXIT"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Area"];
                };
            };
        };
    };
    getArea: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Area
                 * @example 4701
                 */
                areaId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The area */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Laboratory",
                     *       "controlPanelId": 3301,
                     *       "borders": [
                     *         {
                     *           "accessPointId": 4101,
                     *           "side": 1,
                     *           "direction": "IN"
                     *         }
                     *       ],
                     *       "antiPassback": {
                     *         "enforcement": "DENY",
                     *         "timeoutMinutes": 480
                     *       },
                     *       "occupancy": {
                     *         "enforcement": "DENY",
                     *         "limit": 40
                     *       },
                     *       "exceptUserIds": [
                     *         210034
                     *       ],
                     *       "resets": [
                     *         {
                     *           "weekday": "MONDAY",
                     *           "time": "04:00"
                     *         }
                     *       ],
                     *       "state": "FUNCTIONAL",
                     *       "problems": [
                     *         {
                     *           "problem": "NO_EXIT"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Area"];
                };
            };
        };
    };
    updateArea: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Area
                 * @example 4701
                 */
                areaId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "antiPassback": {
                 *         "enforcement": "LOG"
                 *       },
                 *       "occupancy": null
                 *     }
                 */
                "application/json": components["schemas"]["AreaPatch"];
            };
        };
        responses: {
            /** @description The area as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Laboratory",
                     *       "controlPanelId": 3301,
                     *       "borders": [
                     *         {
                     *           "accessPointId": 4101,
                     *           "side": 1,
                     *           "direction": "IN"
                     *         }
                     *       ],
                     *       "antiPassback": {
                     *         "enforcement": "DENY",
                     *         "timeoutMinutes": 480
                     *       },
                     *       "occupancy": {
                     *         "enforcement": "DENY",
                     *         "limit": 40
                     *       },
                     *       "exceptUserIds": [
                     *         210034
                     *       ],
                     *       "resets": [
                     *         {
                     *           "weekday": "MONDAY",
                     *           "time": "04:00"
                     *         }
                     *       ],
                     *       "state": "FUNCTIONAL",
                     *       "problems": [
                     *         {
                     *           "problem": "NO_EXIT"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Area"];
                };
            };
        };
    };
    deleteArea: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Area
                 * @example 4701
                 */
                areaId: number;
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    resetArea: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Area
                 * @example 4701
                 */
                areaId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What is forgotten, and whether the control panel has said that it follows */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "areaId": 4701,
                     *       "userId": 210034,
                     *       "resetAt": "2026-03-02T12:00:00.250Z",
                     *       "isApplied": true
                     *     }
                     */
                    "application/json": components["schemas"]["AreaResetDone"];
                };
            };
        };
    };
    resetUserAtArea: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Area
                 * @example 4701
                 */
                areaId: number;
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What is forgotten, and whether the control panel has said that it follows */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "areaId": 4701,
                     *       "userId": 210034,
                     *       "resetAt": "2026-03-02T12:00:00.250Z",
                     *       "isApplied": true
                     *     }
                     */
                    "application/json": components["schemas"]["AreaResetDone"];
                };
            };
        };
    };
    listCameras: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example name__eq:Front
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "videoProvider": {
                     *             "type": "DEMO"
                     *           },
                     *           "site": {
                     *             "id": 4101,
                     *             "siteName": "Headquarters"
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["CameraListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "name": "Front door camera",
                 *       "siteId": 2201,
                 *       "videoProvider": {
                 *         "type": "DEMO",
                 *         "cameraId": "front-door"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CameraInput"];
            };
        };
        responses: {
            /** @description The new camera */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "videoProvider": {
                     *         "type": "DEMO",
                     *         "cameraId": "front-door"
                     *       },
                     *       "site": {
                     *         "id": 4101,
                     *         "siteName": "Headquarters"
                     *       },
                     *       "liveViewUrl": "https://video.example.com/live/front-door?until=1772454600",
                     *       "status": "ONLINE"
                     *     }
                     */
                    "application/json": components["schemas"]["Camera"];
                };
            };
        };
    };
    getCamera: {
        parameters: {
            query?: {
                /**
                 * @description Whether the camera's provider is asked for its status
                 * @example true
                 */
                showStatus?: "true" | "false" | null;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Camera
                 * @example 4501
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "videoProvider": {
                     *         "type": "DEMO",
                     *         "cameraId": "front-door"
                     *       },
                     *       "site": {
                     *         "id": 4101,
                     *         "siteName": "Headquarters"
                     *       },
                     *       "liveViewUrl": "https://video.example.com/live/front-door?until=1772454600",
                     *       "status": "ONLINE"
                     *     }
                     */
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
                /**
                 * @description Id of one Camera
                 * @example 4501
                 */
                cameraId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Front door camera",
                 *       "siteId": 2201,
                 *       "videoProvider": {
                 *         "type": "DEMO",
                 *         "cameraId": "front-door"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CameraPatch"];
            };
        };
        responses: {
            /** @description The camera as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "videoProvider": {
                     *         "type": "DEMO",
                     *         "cameraId": "front-door"
                     *       },
                     *       "site": {
                     *         "id": 4101,
                     *         "siteName": "Headquarters"
                     *       },
                     *       "liveViewUrl": "https://video.example.com/live/front-door?until=1772454600",
                     *       "status": "ONLINE"
                     *     }
                     */
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
                /**
                 * @description Id of one Camera
                 * @example 4501
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listAccessPointsOfCamera: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Camera
                 * @example 4501
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "controlPanelId": 3301,
                     *           "siteId": 2201,
                     *           "siteName": "Headquarters",
                     *           "activationEnabled": true,
                     *           "twoFactorEnabled": false,
                     *           "type": "DOOR",
                     *           "reportLiveStatus": true
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AccessPointListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one Camera
                 * @example 4501
                 */
                cameraId: number;
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one Camera
                 * @example 4501
                 */
                cameraId: number;
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listCameraVideo: {
        parameters: {
            query: {
                /**
                 * @description ISO 8601 date-time; any offset
                 * @example 2026-03-02T11:00:00Z
                 */
                startTime: string;
                /**
                 * @description ISO 8601 date-time; any offset
                 * @example 2026-03-02T11:10:00Z
                 */
                endTime: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Camera
                 * @example 4501
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "startTime": "2026-03-02T11:00:00Z",
                     *       "endTime": "2026-03-02T11:10:00Z",
                     *       "camera": {
                     *         "id": 4101,
                     *         "name": "Headquarters",
                     *         "videoProvider": {
                     *           "type": "DEMO"
                     *         },
                     *         "site": {
                     *           "id": 4101,
                     *           "siteName": "Headquarters"
                     *         }
                     *       },
                     *       "videoClips": [
                     *         {
                     *           "format": "mp4",
                     *           "startTime": "2026-03-02T11:00:00Z",
                     *           "endTime": "2026-03-02T11:02:00Z",
                     *           "url": "https://video.example.com/clips/front-door/1772449200"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sites": {
                     *         "isAll": false,
                     *         "assignments": [
                     *           {
                     *             "name": "Headquarters",
                     *             "id": 4101
                     *           }
                     *         ]
                     *       },
                     *       "groups": {
                     *         "isAll": false,
                     *         "assignments": [
                     *           {
                     *             "name": "Headquarters",
                     *             "id": 4101
                     *           }
                     *         ]
                     *       },
                     *       "emergencyScenarios": {
                     *         "isAll": false,
                     *         "assignments": [
                     *           {
                     *             "name": "Headquarters",
                     *             "id": 4101
                     *           }
                     *         ]
                     *       },
                     *       "emergencyScenario": {
                     *         "isAll": false,
                     *         "assignments": [
                     *           {
                     *             "name": "Headquarters",
                     *             "id": 4101
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Administrator
                 * @example 1201
                 */
                administratorId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                "application/json": components["schemas"]["AssignmentsInput"];
            };
        };
        responses: {
            /** @description What is assigned to the administrator now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sites": {
                     *         "isAll": false,
                     *         "assignments": [
                     *           {
                     *             "name": "Headquarters",
                     *             "id": 4101
                     *           }
                     *         ]
                     *       },
                     *       "groups": {
                     *         "isAll": false,
                     *         "assignments": [
                     *           {
                     *             "name": "Headquarters",
                     *             "id": 4101
                     *           }
                     *         ]
                     *       },
                     *       "emergencyScenarios": {
                     *         "isAll": false,
                     *         "assignments": [
                     *           {
                     *             "name": "Headquarters",
                     *             "id": 4101
                     *           }
                     *         ]
                     *       },
                     *       "emergencyScenario": {
                     *         "isAll": false,
                     *         "assignments": [
                     *           {
                     *             "name": "Headquarters",
                     *             "id": 4101
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Assignments"];
                };
            };
        };
    };
    getBatchJob: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example status__eq:FAILED
                 */
                filter?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the job
                 * @example 0199a3c4-5d6e-4f80-9a1b-2c3d4e5f6074
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jobId": "0199a3c4-5d6e-4f80-9a1b-2c3d4e5f6074",
                     *       "status": "FINISHED",
                     *       "total": 2,
                     *       "succeeded": 1,
                     *       "failed": 1,
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "expires": "2026-03-09T12:00:00Z",
                     *       "data": [
                     *         {
                     *           "row": 1,
                     *           "status": "FAILED",
                     *           "error": {
                     *             "field": "pin",
                     *             "message": "Invalid value for 'pin': another user of the account has it"
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BatchJobWithRows"];
                };
            };
        };
    };
    getCommandById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the command
                 * @example 0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071
                 */
                commandId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The command, and all that came of it */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                     *       "kind": "activate",
                     *       "accessPointId": 4101,
                     *       "accessPointName": "Front door",
                     *       "pulseSeconds": 5,
                     *       "controlPanelId": 3301,
                     *       "state": "succeeded",
                     *       "states": [
                     *         {
                     *           "state": "sent",
                     *           "at": "2026-03-02T12:00:00.040Z",
                     *           "send": 1
                     *         }
                     *       ],
                     *       "by": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "for": {
                     *         "type": "administrator",
                     *         "id": 1201,
                     *         "name": "Mary Master"
                     *       },
                     *       "application": {
                     *         "clientId": "0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa"
                     *       },
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "notAfter": "2026-03-02T12:00:10Z",
                     *       "receivedDue": "2026-03-02T12:00:03Z",
                     *       "resultDue": "2026-03-02T12:00:10Z",
                     *       "sends": 1,
                     *       "sent": "2026-03-02T12:00:00Z",
                     *       "received": "2026-03-02T12:00:00Z",
                     *       "executing": "2026-03-02T12:00:00Z",
                     *       "settled": "2026-03-02T12:00:01Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listControlPanels: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example status__eq:CONNECTED
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "panelName": "Lobby",
                     *           "serialNumber": "SP-2026-0042",
                     *           "activated": "2026-01-15T10:00:00Z",
                     *           "updated": "2026-02-20T16:45:00Z",
                     *           "lastContact": "2026-03-02T11:59:40Z",
                     *           "firmwareVersion": "5.19.2",
                     *           "panelType": "ACS-300",
                     *           "status": "CONNECTED"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["ControlPanelListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "serialNumber": "SP-2026-0042",
                 *       "name": "Lobby",
                 *       "siteId": 2201
                 *     }
                 */
                "application/json": components["schemas"]["ControlPanelInput"];
            };
        };
        responses: {
            /** @description The new control panel, and the code that pairs it */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "panelName": "Lobby",
                     *       "serialNumber": "SP-2026-0042",
                     *       "siteId": 2201,
                     *       "siteName": "Headquarters",
                     *       "pairingCode": "K7QF-2M9T",
                     *       "pairingCodeExpires": "2026-03-03T12:00:00Z"
                     *     }
                     */
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
                /**
                 * @description Id of one Panel
                 * @example 3301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "panelName": "Lobby",
                     *       "serialNumber": "SP-2026-0042",
                     *       "activated": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "lastContact": "2026-03-02T11:59:40Z",
                     *       "firmwareVersion": "5.19.2",
                     *       "panelType": "ACS-300",
                     *       "status": "CONNECTED",
                     *       "siteId": 2201,
                     *       "siteName": "Headquarters",
                     *       "connectedSince": "2026-03-01T04:12:00Z",
                     *       "configuration": {
                     *         "desiredVersion": 318,
                     *         "sentVersion": 318,
                     *         "appliedVersion": 318,
                     *         "lag": 0,
                     *         "lagSeconds": 0,
                     *         "refused": {
                     *           "version": 317,
                     *           "error": "signature",
                     *           "at": "2026-03-02T11:00:00Z"
                     *         }
                     *       },
                     *       "posture": {
                     *         "desiredVersion": 318,
                     *         "sentVersion": 318,
                     *         "appliedVersion": 318
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Panel
                 * @example 3301
                 */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Lobby",
                 *       "siteId": 2201
                 *     }
                 */
                "application/json": components["schemas"]["ControlPanelPatch"];
            };
        };
        responses: {
            /** @description The control panel as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "panelName": "Lobby",
                     *       "serialNumber": "SP-2026-0042",
                     *       "activated": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "lastContact": "2026-03-02T11:59:40Z",
                     *       "firmwareVersion": "5.19.2",
                     *       "panelType": "ACS-300",
                     *       "status": "CONNECTED",
                     *       "siteId": 2201,
                     *       "siteName": "Headquarters",
                     *       "connectedSince": "2026-03-01T04:12:00Z",
                     *       "configuration": {
                     *         "desiredVersion": 318,
                     *         "sentVersion": 318,
                     *         "appliedVersion": 318,
                     *         "lag": 0,
                     *         "lagSeconds": 0,
                     *         "refused": {
                     *           "version": 317,
                     *           "error": "signature",
                     *           "at": "2026-03-02T11:00:00Z"
                     *         }
                     *       },
                     *       "posture": {
                     *         "desiredVersion": 318,
                     *         "sentVersion": 318,
                     *         "appliedVersion": 318
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Panel
                 * @example 3301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one Panel
                 * @example 3301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "panelName": "Lobby",
                     *       "serialNumber": "SP-2026-0042",
                     *       "siteId": 2201,
                     *       "siteName": "Headquarters",
                     *       "pairingCode": "K7QF-2M9T",
                     *       "pairingCodeExpires": "2026-03-03T12:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ControlPanelWithCode"];
                };
            };
        };
    };
    replaceControlPanel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one Panel
                 * @example 3301
                 */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "serialNumber": "SP-2026-0042"
                 *     }
                 */
                "application/json": components["schemas"]["ControlPanelReplacement"];
            };
        };
        responses: {
            /** @description The same control panel with the new serial number, and the code that pairs it */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "panelName": "Lobby",
                     *       "serialNumber": "SP-2026-0042",
                     *       "siteId": 2201,
                     *       "siteName": "Headquarters",
                     *       "pairingCode": "K7QF-2M9T",
                     *       "pairingCodeExpires": "2026-03-03T12:00:00Z"
                     *     }
                     */
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
                /**
                 * @description Id of one Panel
                 * @example 3301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "panelName": "Lobby",
                     *       "serialNumber": "SP-2026-0042",
                     *       "activated": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "firmwareVersion": "5.19.2",
                     *       "version": "5.20.0",
                     *       "availableVersions": [
                     *         "5.19.2",
                     *         "5.20.0"
                     *       ],
                     *       "update": {
                     *         "version": "5.20.0",
                     *         "state": "SENT",
                     *         "requested": "2026-03-02T12:00:00Z"
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Panel
                 * @example 3301
                 */
                controlPanelId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "firmwareVersion": "5.20.0"
                 *     }
                 */
                "application/json": components["schemas"]["ControlPanelFirmwareInput"];
            };
        };
        responses: {
            /** @description The panel was asked to install it; GET shows how far that came */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "panelName": "Lobby",
                     *       "serialNumber": "SP-2026-0042",
                     *       "activated": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "firmwareVersion": "5.19.2",
                     *       "version": "5.20.0",
                     *       "availableVersions": [
                     *         "5.19.2",
                     *         "5.20.0"
                     *       ],
                     *       "update": {
                     *         "version": "5.20.0",
                     *         "state": "SENT",
                     *         "requested": "2026-03-02T12:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ControlPanelFirmware"];
                };
            };
        };
    };
    listCustomFields: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /** @description Which to list, by the fields in the description of the call */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "fieldName": "Start of work",
                     *           "fieldType": "DATE",
                     *           "displayOrder": 1,
                     *           "pattern": "dd.MM.yyyy",
                     *           "datePattern": "dd.MM.yyyy"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["CustomField"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "fieldType": "TEXT",
                 *       "fieldName": "Department",
                 *       "displayOrder": 1
                 *     }
                 */
                "application/json": components["schemas"]["CustomFieldInput"];
            };
        };
        responses: {
            /** @description The new custom field */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "fieldName": "Start of work",
                     *       "fieldType": "DATE",
                     *       "displayOrder": 1,
                     *       "pattern": "dd.MM.yyyy",
                     *       "datePattern": "dd.MM.yyyy"
                     *     }
                     */
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
                /**
                 * @description Id of one CustomField
                 * @example 6101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "fieldName": "Start of work",
                     *       "fieldType": "DATE",
                     *       "displayOrder": 1,
                     *       "pattern": "dd.MM.yyyy",
                     *       "datePattern": "dd.MM.yyyy"
                     *     }
                     */
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
                /**
                 * @description Id of one CustomField
                 * @example 6101
                 */
                customFieldId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fieldType": "TEXT",
                 *       "fieldName": "Department",
                 *       "displayOrder": 1
                 *     }
                 */
                "application/json": components["schemas"]["CustomFieldUpdate"];
            };
        };
        responses: {
            /** @description The custom field as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "fieldName": "Start of work",
                     *       "fieldType": "DATE",
                     *       "displayOrder": 1,
                     *       "pattern": "dd.MM.yyyy",
                     *       "datePattern": "dd.MM.yyyy"
                     *     }
                     */
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
                /**
                 * @description Id of one CustomField
                 * @example 6101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    explainDecision: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "accessPointId": 4101,
                 *       "userId": 210034,
                 *       "at": "2026-03-02T12:00:00Z",
                 *       "change": {
                 *         "permission": {
                 *           "groupId": 5102,
                 *           "scheduleId": 8101
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ExplainInput"];
            };
        };
        responses: {
            /** @description What the panel would decide, and why */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessPoint": {
                     *         "id": 4101,
                     *         "name": "Headquarters",
                     *         "type": "DOOR",
                     *         "siteId": 2201,
                     *         "siteName": "Headquarters"
                     *       },
                     *       "side": 1,
                     *       "at": "2026-03-02T12:00:00.000Z",
                     *       "decision": "granted",
                     *       "reason": "granted",
                     *       "eventCode": 2004,
                     *       "eventAction": "Open",
                     *       "presented": "CREDENTIAL",
                     *       "user": {
                     *         "id": 4101,
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace"
                     *       },
                     *       "credential": {
                     *         "id": 4101,
                     *         "kind": "CARD"
                     *       },
                     *       "schedule": {
                     *         "id": 4101,
                     *         "name": "Headquarters"
                     *       },
                     *       "floors": [
                     *         {
                     *           "id": 4102,
                     *           "name": "First floor"
                     *         }
                     *       ],
                     *       "trace": [
                     *         {
                     *           "rule": "permission_here",
                     *           "passed": true,
                     *           "detail": "by group 'Staff' (5102)"
                     *         }
                     *       ],
                     *       "assumptions": [],
                     *       "after": {
                     *         "decision": "granted",
                     *         "reason": "granted",
                     *         "eventCode": 2004,
                     *         "eventAction": "Open",
                     *         "presented": "CREDENTIAL",
                     *         "user": {
                     *           "id": 4101,
                     *           "firstName": "Ada",
                     *           "lastName": "Lovelace"
                     *         },
                     *         "credential": {
                     *           "id": 4101,
                     *           "kind": "CARD"
                     *         },
                     *         "schedule": {
                     *           "id": 4101,
                     *           "name": "Headquarters"
                     *         },
                     *         "floors": [
                     *           {
                     *             "id": 4102,
                     *             "name": "First floor"
                     *           }
                     *         ],
                     *         "trace": [
                     *           {
                     *             "rule": "permission_here",
                     *             "passed": true,
                     *             "detail": "by group 'Staff' (5102)"
                     *           }
                     *         ],
                     *         "assumptions": []
                     *       },
                     *       "basis": "cloud",
                     *       "configuration": {
                     *         "desiredVersion": 318,
                     *         "appliedVersion": 318,
                     *         "isCurrent": true
                     *       },
                     *       "posture": {
                     *         "desiredVersion": 318,
                     *         "appliedVersion": 318,
                     *         "isCurrent": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["DecisionExplanation"];
                };
            };
        };
    };
    getDeviceStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessPointName": "Front door",
                     *       "accessPointState": "LOCKED",
                     *       "accessPointScheduledState": "LOCK",
                     *       "accessPointInputState": "LOCKED",
                     *       "statusUpdated": "2026-03-02T11:58:12Z",
                     *       "siteName": "Headquarters",
                     *       "siteTimezone": "Europe/Berlin",
                     *       "panelName": "Lobby",
                     *       "panelCpNumber": "SP-2026-0042",
                     *       "canPanelSupportScheduleOverride": true,
                     *       "unlockSchedule": {
                     *         "id": 4101,
                     *         "name": "Headquarters",
                     *         "isScheduleBlockActive": false,
                     *         "nextTimeChange": "2026-03-03T08:00:00Z"
                     *       },
                     *       "scheduleOverride": {
                     *         "endTimeMode": "UNTIL_TIME",
                     *         "behavior": "UNLOCK",
                     *         "endTime": "2026-03-02T18:00:00Z"
                     *       }
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 100,
                     *           "name": "Standard 26 Bit",
                     *           "credentialFields": [
                     *             {
                     *               "id": 1,
                     *               "name": "card_number"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["CredentialFormat"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    listCredentials: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example status__eq:unassigned
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "credentialFormat": {
                     *             "id": 100,
                     *             "name": "Standard 26 Bit"
                     *           },
                     *           "referenceId": "Card 329",
                     *           "encodedCredential": "28c0293",
                     *           "fieldValues": [
                     *             {
                     *               "id": 1,
                     *               "value": "329",
                     *               "name": "card_number"
                     *             }
                     *           ],
                     *           "size": 26,
                     *           "accountId": 1101
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["Credential"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "credentialFormat": {
                 *         "id": 100
                 *       },
                 *       "referenceId": "Card 329",
                 *       "fieldValues": [
                 *         {
                 *           "id": 1,
                 *           "value": "329"
                 *         },
                 *         {
                 *           "id": 2,
                 *           "value": "17"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CredentialInput"];
            };
        };
        responses: {
            /** @description The new credential */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "credentialFormat": {
                     *         "id": 100,
                     *         "name": "Standard 26 Bit"
                     *       },
                     *       "referenceId": "Card 329",
                     *       "encodedCredential": "28c0293",
                     *       "fieldValues": [
                     *         {
                     *           "id": 1,
                     *           "value": "329",
                     *           "name": "card_number"
                     *         }
                     *       ],
                     *       "size": 26,
                     *       "accountId": 1101
                     *     }
                     */
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
                /**
                 * @description Id of one Credential
                 * @example 7101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "credentialFormat": {
                     *         "id": 100,
                     *         "name": "Standard 26 Bit"
                     *       },
                     *       "referenceId": "Card 329",
                     *       "encodedCredential": "28c0293",
                     *       "fieldValues": [
                     *         {
                     *           "id": 1,
                     *           "value": "329",
                     *           "name": "card_number"
                     *         }
                     *       ],
                     *       "size": 26,
                     *       "accountId": 1101
                     *     }
                     */
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
                /**
                 * @description Id of one Credential
                 * @example 7101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one Credential
                 * @example 7101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "externalId": "hr-1815",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "suspended": false,
                     *       "kind": "VISITOR"
                     *     }
                     */
                    "application/json": components["schemas"]["UserListed"];
                };
            };
        };
    };
    listCredentialAccess: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Credential
                 * @example 7101
                 */
                credentialId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Access points at which the credential opens */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "accessPoint": {
                     *             "id": 4101,
                     *             "name": "Headquarters",
                     *             "type": "DOOR",
                     *             "siteId": 2201,
                     *             "siteName": "Headquarters"
                     *           },
                     *           "schedules": [
                     *             {
                     *               "id": 8101,
                     *               "name": "Office hours"
                     *             }
                     *           ],
                     *           "isAlways": false,
                     *           "panel": {
                     *             "desiredVersion": 318,
                     *             "appliedVersion": 318,
                     *             "isCurrent": true
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["LiveAccess"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allotted": 500,
                     *       "assigned": 42
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allotted": 500,
                     *       "assigned": 42
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "effectiveFrom": "2026-03-01T08:00:00Z",
                 *       "effectiveTo": "2028-03-01T08:00:00Z",
                 *       "referenceId": "TM89 PAM"
                 *     }
                 */
                "application/json": components["schemas"]["LicensePlateInput"];
            };
        };
        responses: {
            /** @description The license plate is a credential of the user */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
                /**
                 * @description Id of one Credential
                 * @example 7101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "language": "en"
                 *     }
                 */
                "application/json": components["schemas"]["FaceprintInput"];
            };
        };
        responses: {
            /** @description The consent email was sent */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Faceprint consent email was sent to ada@example.com */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "effectiveFrom": "2026-03-01T08:00:00Z",
                 *       "effectiveTo": "2028-03-01T08:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["EffectiveDateRange"];
            };
        };
        responses: {
            /** @description The credential has the dates */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listEmergencyScenarios: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Lock the lobby",
                     *           "isDefault": false,
                     *           "deviceIds": [
                     *             4101
                     *           ],
                     *           "triggerIds": [],
                     *           "created": "2026-01-15T10:00:00Z",
                     *           "updated": "2026-02-20T16:45:00Z",
                     *           "issued": "2026-03-02T12:00:00Z",
                     *           "threatLevelTypeId": 2
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["EmergencyScenario"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                "application/json": components["schemas"]["EmergencyScenarioInput"];
            };
        };
        responses: {
            /** @description The new scenario */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Lock the lobby",
                     *       "isDefault": false,
                     *       "deviceIds": [
                     *         4101
                     *       ],
                     *       "triggerIds": [],
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "threatLevelTypeId": 2
                     *     }
                     */
                    "application/json": components["schemas"]["EmergencyScenario"];
                };
            };
        };
    };
    listActiveEmergencyScenarios: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Lock the lobby",
                     *           "isDefault": false,
                     *           "deviceIds": [
                     *             4101
                     *           ],
                     *           "triggerIds": [],
                     *           "created": "2026-01-15T10:00:00Z",
                     *           "updated": "2026-02-20T16:45:00Z",
                     *           "issued": "2026-03-02T12:00:00Z",
                     *           "threatLevelTypeId": 2
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["EmergencyScenario"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one EmergencyScenario
                 * @example 9101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Lock the lobby",
                     *       "isDefault": false,
                     *       "deviceIds": [
                     *         4101
                     *       ],
                     *       "triggerIds": [],
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "threatLevelTypeId": 2,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ],
                     *       "progress": {
                     *         "action": "INITIATE",
                     *         "started": "2026-03-02T12:00:00Z",
                     *         "panels": 12,
                     *         "sent": 11,
                     *         "applied": 10,
                     *         "failed": 0,
                     *         "offline": 1
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one EmergencyScenario
                 * @example 9101
                 */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "deviceIds": [
                 *         5648473,
                 *         5648605
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EmergencyScenarioPatch"];
            };
        };
        responses: {
            /** @description The scenario as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Lock the lobby",
                     *       "isDefault": false,
                     *       "deviceIds": [
                     *         4101
                     *       ],
                     *       "triggerIds": [],
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "issued": "2026-03-02T12:00:00Z",
                     *       "threatLevelTypeId": 2
                     *     }
                     */
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
                /**
                 * @description Id of one EmergencyScenario
                 * @example 9101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Those that were not cleared */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failedScenarios": [
                     *         {
                     *           "scenarioOid": 9101,
                     *           "name": "Lock the lobby",
                     *           "reason": "Another request changed it at the same time"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one EmergencyScenario
                 * @example 9101
                 */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scenarioOid": 9101,
                     *       "didAllFail": false,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ]
                     *     }
                     */
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
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scenarioOid": 9101,
                     *       "didAllFail": false,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one EmergencyScenario
                 * @example 9101
                 */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scenarioOid": 9101,
                     *       "didAllFail": false,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ]
                     *     }
                     */
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
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scenarioOid": 9101,
                     *       "didAllFail": false,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one EmergencyScenario
                 * @example 9101
                 */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scenarioOid": 9101,
                     *       "didAllFail": false,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ]
                     *     }
                     */
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
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scenarioOid": 9101,
                     *       "didAllFail": false,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one EmergencyScenario
                 * @example 9101
                 */
                scenarioId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scenarioOid": 9101,
                     *       "didAllFail": false,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ]
                     *     }
                     */
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
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What came of it; a device that is out of contact follows when it is heard */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scenarioOid": 9101,
                     *       "didAllFail": false,
                     *       "devicesThatDidFail": [
                     *         {
                     *           "deviceOid": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ScenarioResult"];
                };
            };
        };
    };
    listEventSubscriptions: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example name__eq:Guard
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Guard desk",
                     *           "url": "https://guard.example.com/events",
                     *           "errorEmail": "ops@example.com",
                     *           "criteria": [
                     *             {
                     *               "id": 1,
                     *               "criteriaType": "SITE",
                     *               "criteriaOperationType": "EQ",
                     *               "criteriaValue": 2201
                     *             }
                     *           ],
                     *           "disabled": {
                     *             "since": "2026-03-01T04:00:00Z",
                     *             "reason": "The receiver answered 410 Gone"
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["EventSubscriptionListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "name": "Guard desk",
                 *       "url": "https://guard.example.com/events",
                 *       "errorEmail": "ops@example.com",
                 *       "criteria": [
                 *         {
                 *           "criteriaType": "SITE",
                 *           "criteriaOperationType": "EQ",
                 *           "criteriaValue": 2201
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EventSubscriptionInput"];
            };
        };
        responses: {
            /** @description The new subscription, with the signing secret that is given only here */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Guard desk",
                     *       "url": "https://guard.example.com/events",
                     *       "errorEmail": "ops@example.com",
                     *       "criteria": [
                     *         {
                     *           "id": 1,
                     *           "criteriaType": "SITE",
                     *           "criteriaOperationType": "EQ",
                     *           "criteriaValue": 2201
                     *         }
                     *       ],
                     *       "disabled": {
                     *         "since": "2026-03-01T04:00:00Z",
                     *         "reason": "The receiver answered 410 Gone"
                     *       },
                     *       "encryptedSecretWord": "j0nmo5DVxwKlVfIDX/Nhyw==",
                     *       "signingSecret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
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
                /**
                 * @description Id of one EventSubscription
                 * @example 9501
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Guard desk",
                     *       "url": "https://guard.example.com/events",
                     *       "errorEmail": "ops@example.com",
                     *       "criteria": [
                     *         {
                     *           "id": 1,
                     *           "criteriaType": "SITE",
                     *           "criteriaOperationType": "EQ",
                     *           "criteriaValue": 2201
                     *         }
                     *       ],
                     *       "disabled": {
                     *         "since": "2026-03-01T04:00:00Z",
                     *         "reason": "The receiver answered 410 Gone"
                     *       },
                     *       "encryptedSecretWord": "j0nmo5DVxwKlVfIDX/Nhyw=="
                     *     }
                     */
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
                /**
                 * @description Id of one EventSubscription
                 * @example 9501
                 */
                eventSubscriptionId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Guard desk",
                 *       "url": "https://guard.example.com/events",
                 *       "errorEmail": "ops@example.com",
                 *       "criteria": [
                 *         {
                 *           "criteriaType": "SITE",
                 *           "criteriaOperationType": "EQ",
                 *           "criteriaValue": 2201
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EventSubscriptionInput"];
            };
        };
        responses: {
            /** @description The event subscription as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Guard desk",
                     *       "url": "https://guard.example.com/events",
                     *       "errorEmail": "ops@example.com",
                     *       "criteria": [
                     *         {
                     *           "id": 1,
                     *           "criteriaType": "SITE",
                     *           "criteriaOperationType": "EQ",
                     *           "criteriaValue": 2201
                     *         }
                     *       ],
                     *       "disabled": {
                     *         "since": "2026-03-01T04:00:00Z",
                     *         "reason": "The receiver answered 410 Gone"
                     *       },
                     *       "encryptedSecretWord": "j0nmo5DVxwKlVfIDX/Nhyw=="
                     *     }
                     */
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
                /**
                 * @description Id of one EventSubscription
                 * @example 9501
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "securityActionId": 2004,
                     *           "action": "Open",
                     *           "exception": false,
                     *           "securityActionType": {
                     *             "typeKey": "security_event_type.successful_access",
                     *             "description": "Access attempts that do result in granted access"
                     *           },
                     *           "priority": "LOW",
                     *           "kind": "access",
                     *           "eventType": "non_exception"
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["EventType"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    listAccessEvents: {
        parameters: {
            query?: {
                /**
                 * @description ISO 8601 date-time; any offset
                 * @example 2026-03-02T13:00:00.000Z
                 */
                offset?: string;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example event_type__eq:exception
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "accountId": 1101,
                     *           "objectType": "ACCESS_POINT",
                     *           "uuid": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6072",
                     *           "securityAction": {
                     *             "securityActionId": 2004,
                     *             "action": "Open",
                     *             "exception": false,
                     *             "securityActionType": {
                     *               "typeKey": "security_event_type.successful_access",
                     *               "description": "Access attempts that do result in granted access"
                     *             },
                     *             "priority": "LOW"
                     *           },
                     *           "actor": {
                     *             "id": 210034,
                     *             "objectType": "USER",
                     *             "name": "Ada Lovelace"
                     *           },
                     *           "eventObject": {
                     *             "id": 4101,
                     *             "objectType": "ACCESS_POINT",
                     *             "name": "Front door",
                     *             "deviceType": {
                     *               "id": 1,
                     *               "name": "Door"
                     *             }
                     *           },
                     *           "site": {
                     *             "id": 4101,
                     *             "siteName": "Headquarters"
                     *           },
                     *           "occurred": "2026-03-02T12:00:00.250Z",
                     *           "processed": "2026-03-02T12:00:00.610Z",
                     *           "eventData": {
                     *             "actorName": "Ada Lovelace",
                     *             "objectName": "Front door",
                     *             "objectGroupName": "Headquarters",
                     *             "objectTypeId": 2,
                     *             "deviceTypeId": 1,
                     *             "actionAllowed": true,
                     *             "credentialObjectId": 7101,
                     *             "credentials": [
                     *               {
                     *                 "id": 7101,
                     *                 "reference_id": "Card 329",
                     *                 "disabled": false
                     *               }
                     *             ],
                     *             "propertyChanges": [
                     *               {
                     *                 "property": "lastName",
                     *                 "previousValue": "Byron",
                     *                 "currentValue": "Lovelace"
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "offset": "2026-03-02T13:00:00.000Z",
                     *       "pageSize": 20
                     *     }
                     */
                    "application/json": components["schemas"]["EventPage"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /**
                 * @description ISO 8601 date-time; any offset
                 * @example 2026-03-02T13:00:00.000Z
                 */
                offset?: string;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example event_type__eq:user
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "accountId": 1101,
                     *           "objectType": "ACCESS_POINT",
                     *           "uuid": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6072",
                     *           "securityAction": {
                     *             "securityActionId": 2004,
                     *             "action": "Open",
                     *             "exception": false,
                     *             "securityActionType": {
                     *               "typeKey": "security_event_type.successful_access",
                     *               "description": "Access attempts that do result in granted access"
                     *             },
                     *             "priority": "LOW"
                     *           },
                     *           "actor": {
                     *             "id": 210034,
                     *             "objectType": "USER",
                     *             "name": "Ada Lovelace"
                     *           },
                     *           "eventObject": {
                     *             "id": 4101,
                     *             "objectType": "ACCESS_POINT",
                     *             "name": "Front door",
                     *             "deviceType": {
                     *               "id": 1,
                     *               "name": "Door"
                     *             }
                     *           },
                     *           "site": {
                     *             "id": 4101,
                     *             "siteName": "Headquarters"
                     *           },
                     *           "occurred": "2026-03-02T12:00:00.250Z",
                     *           "processed": "2026-03-02T12:00:00.610Z",
                     *           "eventData": {
                     *             "actorName": "Ada Lovelace",
                     *             "objectName": "Front door",
                     *             "objectGroupName": "Headquarters",
                     *             "objectTypeId": 2,
                     *             "deviceTypeId": 1,
                     *             "actionAllowed": true,
                     *             "credentialObjectId": 7101,
                     *             "credentials": [
                     *               {
                     *                 "id": 7101,
                     *                 "reference_id": "Card 329",
                     *                 "disabled": false
                     *               }
                     *             ],
                     *             "propertyChanges": [
                     *               {
                     *                 "property": "lastName",
                     *                 "previousValue": "Byron",
                     *                 "currentValue": "Lovelace"
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "offset": "2026-03-02T13:00:00.000Z",
                     *       "pageSize": 20
                     *     }
                     */
                    "application/json": components["schemas"]["EventPage"];
                };
            };
        };
    };
    countAccessEvents: {
        parameters: {
            query?: {
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example event_type__eq:exception
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 1204
                     *     }
                     */
                    "application/json": components["schemas"]["EventCount"];
                };
            };
        };
    };
    countAuditEvents: {
        parameters: {
            query?: {
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example event_type__eq:user
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 1204
                     *     }
                     */
                    "application/json": components["schemas"]["EventCount"];
                };
            };
        };
    };
    explainAccessEvent: {
        parameters: {
            query?: {
                /**
                 * @description ISO 8601 date-time; any offset
                 * @example 2026-03-02T12:00:00.250Z
                 */
                occurred?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The uuid of the event
                 * @example 0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6072
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of why */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "event": {
                     *         "uuid": "0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6072",
                     *         "occurred": "2026-03-02T12:00:00.250Z",
                     *         "eventCode": 2004,
                     *         "eventAction": "Open",
                     *         "accessPoint": {
                     *           "id": 4101,
                     *           "name": "Headquarters"
                     *         },
                     *         "user": {
                     *           "id": 210034,
                     *           "name": "Ada Lovelace"
                     *         }
                     *       },
                     *       "recorded": {
                     *         "decision": "denied",
                     *         "reason": "outside_schedule",
                     *         "rulesVersion": 317
                     *       },
                     *       "byTodaysRules": {
                     *         "accessPoint": {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "type": "DOOR",
                     *           "siteId": 2201,
                     *           "siteName": "Headquarters"
                     *         },
                     *         "side": 1,
                     *         "at": "2026-03-02T12:00:00.000Z",
                     *         "decision": "granted",
                     *         "reason": "granted",
                     *         "eventCode": 2004,
                     *         "eventAction": "Open",
                     *         "presented": "CREDENTIAL",
                     *         "user": {
                     *           "id": 4101,
                     *           "firstName": "Ada",
                     *           "lastName": "Lovelace"
                     *         },
                     *         "credential": {
                     *           "id": 4101,
                     *           "kind": "CARD"
                     *         },
                     *         "schedule": {
                     *           "id": 4101,
                     *           "name": "Headquarters"
                     *         },
                     *         "floors": [
                     *           {
                     *             "id": 4102,
                     *             "name": "First floor"
                     *           }
                     *         ],
                     *         "trace": [
                     *           {
                     *             "rule": "permission_here",
                     *             "passed": true,
                     *             "detail": "by group 'Staff' (5102)"
                     *           }
                     *         ],
                     *         "assumptions": [],
                     *         "after": {
                     *           "decision": "granted",
                     *           "reason": "granted",
                     *           "eventCode": 2004,
                     *           "eventAction": "Open",
                     *           "presented": "CREDENTIAL",
                     *           "user": {
                     *             "id": 4101,
                     *             "firstName": "Ada",
                     *             "lastName": "Lovelace"
                     *           },
                     *           "credential": {
                     *             "id": 4101,
                     *             "kind": "CARD"
                     *           },
                     *           "schedule": {
                     *             "id": 4101,
                     *             "name": "Headquarters"
                     *           },
                     *           "floors": [
                     *             {
                     *               "id": 4102,
                     *               "name": "First floor"
                     *             }
                     *           ],
                     *           "trace": [
                     *             {
                     *               "rule": "permission_here",
                     *               "passed": true,
                     *               "detail": "by group 'Staff' (5102)"
                     *             }
                     *           ],
                     *           "assumptions": []
                     *         },
                     *         "basis": "cloud",
                     *         "configuration": {
                     *           "desiredVersion": 318,
                     *           "appliedVersion": 318,
                     *           "isCurrent": true
                     *         },
                     *         "posture": {
                     *           "desiredVersion": 318,
                     *           "appliedVersion": 318,
                     *           "isCurrent": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AccessEventExplanation"];
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": 14,
                     *         "key": "USERS",
                     *         "displayOrder": 1,
                     *         "applicationId": 1,
                     *         "permissionSet": "LIMITED",
                     *         "permissions": [
                     *           {
                     *             "id": 18,
                     *             "key": "USER_VIEW",
                     *             "limited": true,
                     *             "hasPermission": true,
                     *             "dependencies": []
                     *           }
                     *         ]
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Feature"][];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example name__eq:Staff
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["GroupListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "name": "Headquarters",
                 *       "keypadUnlock": false,
                 *       "immuneToAntipassback": false,
                 *       "excludedFromLockdown": false,
                 *       "antipassbackResetTime": "1399"
                 *     }
                 */
                "application/json": components["schemas"]["GroupInput"];
            };
        };
        responses: {
            /** @description The new group */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "antipassbackResetTime": "00:00",
                     *       "keypadUnlock": false,
                     *       "immuneToAntipassback": false,
                     *       "excludedFromLockdown": false
                     *     }
                     */
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
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "antipassbackResetTime": "00:00",
                     *       "keypadUnlock": false,
                     *       "immuneToAntipassback": false,
                     *       "excludedFromLockdown": false
                     *     }
                     */
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
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
                groupId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Headquarters",
                 *       "keypadUnlock": false,
                 *       "immuneToAntipassback": false,
                 *       "excludedFromLockdown": false,
                 *       "antipassbackResetTime": "1399"
                 *     }
                 */
                "application/json": components["schemas"]["GroupInput"];
            };
        };
        responses: {
            /** @description The group as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "antipassbackResetTime": "00:00",
                     *       "keypadUnlock": false,
                     *       "immuneToAntipassback": false,
                     *       "excludedFromLockdown": false
                     *     }
                     */
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
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listGroupUsers: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "externalId": "hr-1815",
                     *           "firstName": "Ada",
                     *           "middleName": "King",
                     *           "lastName": "Lovelace",
                     *           "suspended": false,
                     *           "kind": "VISITOR"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["UserListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
                groupId: number;
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
                groupId: number;
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listGroupPermissions: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example access_point_name__eq:Front
                 */
                filter?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "accessPoint": {
                     *             "id": 4101,
                     *             "name": "Headquarters",
                     *             "type": "DOOR"
                     *           },
                     *           "schedule": {
                     *             "id": 4101,
                     *             "name": "Headquarters"
                     *           },
                     *           "privacyModeOverride": false
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AccessPermission"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
                groupId: number;
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schedule": {
                 *         "id": 4101
                 *       },
                 *       "privacyModeOverride": false
                 *     }
                 */
                "application/json": components["schemas"]["AccessPermissionInput"];
            };
        };
        responses: {
            /** @description The permission as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessPoint": {
                     *         "id": 4101,
                     *         "name": "Headquarters",
                     *         "type": "DOOR"
                     *       },
                     *       "schedule": {
                     *         "id": 4101,
                     *         "name": "Headquarters"
                     *       },
                     *       "privacyModeOverride": false
                     *     }
                     */
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
                /**
                 * @description Id of one Group
                 * @example 5102
                 */
                groupId: number;
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listHolidays: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example start__gt:2026-12-01T00:00:00
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "start": "2026-12-25T00:00:00",
                     *           "end": "2026-12-26T23:59:00",
                     *           "siteName": "Headquarters",
                     *           "siteId": 2201
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["Holiday"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "name": "Headquarters",
                 *       "siteId": 2201,
                 *       "start": "2026-12-25T00:00:00",
                 *       "end": "2026-12-26T23:59:00"
                 *     }
                 */
                "application/json": components["schemas"]["HolidayInput"];
            };
        };
        responses: {
            /** @description The new holiday */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "start": "2026-12-25T00:00:00",
                     *       "end": "2026-12-26T23:59:00",
                     *       "siteName": "Headquarters",
                     *       "siteId": 2201
                     *     }
                     */
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
                /**
                 * @description Id of one Holiday
                 * @example 8301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "start": "2026-12-25T00:00:00",
                     *       "end": "2026-12-26T23:59:00",
                     *       "siteName": "Headquarters",
                     *       "siteId": 2201
                     *     }
                     */
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
                /**
                 * @description Id of one Holiday
                 * @example 8301
                 */
                holidayId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Headquarters",
                 *       "siteId": 2201,
                 *       "start": "2026-12-25T00:00:00",
                 *       "end": "2026-12-26T23:59:00"
                 *     }
                 */
                "application/json": components["schemas"]["HolidayInput"];
            };
        };
        responses: {
            /** @description The holiday as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "start": "2026-12-25T00:00:00",
                     *       "end": "2026-12-26T23:59:00",
                     *       "siteName": "Headquarters",
                     *       "siteId": 2201
                     *     }
                     */
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
                /**
                 * @description Id of one Holiday
                 * @example 8301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Reception",
                     *           "description": "People at the front desk",
                     *           "roleType": "CUSTOM"
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
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
                /**
                 * @example {
                 *       "name": "Reception",
                 *       "description": "People at the front desk",
                 *       "features": [
                 *         {
                 *           "id": 14,
                 *           "permissionSet": "LIMITED"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description The new role */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Reception",
                     *       "description": "People at the front desk",
                     *       "roleType": "CUSTOM",
                     *       "features": [
                     *         {
                     *           "id": 14,
                     *           "key": "USERS",
                     *           "displayOrder": 1,
                     *           "applicationId": 1,
                     *           "permissionSet": "LIMITED",
                     *           "permissions": [
                     *             {
                     *               "id": 18,
                     *               "key": "USER_VIEW",
                     *               "limited": true,
                     *               "hasPermission": true,
                     *               "dependencies": []
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one Role
                 * @example 1301
                 */
                roleId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Reception",
                 *       "description": "People at the front desk",
                 *       "features": [
                 *         {
                 *           "id": 14,
                 *           "permissionSet": "LIMITED"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description The role as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Reception",
                     *       "description": "People at the front desk",
                     *       "roleType": "CUSTOM",
                     *       "features": [
                     *         {
                     *           "id": 14,
                     *           "key": "USERS",
                     *           "displayOrder": 1,
                     *           "applicationId": 1,
                     *           "permissionSet": "LIMITED",
                     *           "permissions": [
                     *             {
                     *               "id": 18,
                     *               "key": "USER_VIEW",
                     *               "limited": true,
                     *               "hasPermission": true,
                     *               "dependencies": []
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one Role
                 * @example 1301
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example site__eq:Headquarters
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "editable": true,
                     *           "siteName": "Headquarters"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["ScheduleListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "name": "Headquarters",
                 *       "enablingGroupId": 5102,
                 *       "gracePeriod": 15,
                 *       "scheduleBlocks": {
                 *         "monday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "tuesday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "wednesday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "thursday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "friday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "saturday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "sunday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "holiday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ]
                 *       },
                 *       "scheduleExceptions": [
                 *         {
                 *           "enabling": "DISABLE",
                 *           "start": "12:00",
                 *           "end": "23:59",
                 *           "recurrence": {
                 *             "type": "SINGULAR",
                 *             "date": "2026-12-24"
                 *           }
                 *         }
                 *       ],
                 *       "siteId": 2201
                 *     }
                 */
                "application/json": components["schemas"]["ScheduleInput"];
            };
        };
        responses: {
            /** @description The new schedule */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "editable": true,
                     *       "siteName": "Headquarters",
                     *       "siteId": 2201,
                     *       "enablingGroupId": 5102,
                     *       "enablingGroupName": "Staff",
                     *       "gracePeriod": 15,
                     *       "scheduleBlocks": {
                     *         "monday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "tuesday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "wednesday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "thursday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "friday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "saturday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "sunday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "holiday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ]
                     *       },
                     *       "scheduleExceptions": [
                     *         {
                     *           "enabling": "DISABLE",
                     *           "start": "12:00",
                     *           "end": "23:59",
                     *           "recurrence": {
                     *             "type": "SINGULAR",
                     *             "date": "2026-12-24"
                     *           }
                     *         }
                     *       ],
                     *       "holidays": [
                     *         {
                     *           "name": "Christmas",
                     *           "start": "2026-12-25T00:00:00",
                     *           "end": "2026-12-26T23:59:00"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one Schedule
                 * @example 8101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "editable": true,
                     *       "siteName": "Headquarters",
                     *       "siteId": 2201,
                     *       "enablingGroupId": 5102,
                     *       "enablingGroupName": "Staff",
                     *       "gracePeriod": 15,
                     *       "scheduleBlocks": {
                     *         "monday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "tuesday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "wednesday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "thursday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "friday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "saturday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "sunday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "holiday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ]
                     *       },
                     *       "scheduleExceptions": [
                     *         {
                     *           "enabling": "DISABLE",
                     *           "start": "12:00",
                     *           "end": "23:59",
                     *           "recurrence": {
                     *             "type": "SINGULAR",
                     *             "date": "2026-12-24"
                     *           }
                     *         }
                     *       ],
                     *       "holidays": [
                     *         {
                     *           "name": "Christmas",
                     *           "start": "2026-12-25T00:00:00",
                     *           "end": "2026-12-26T23:59:00"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one Schedule
                 * @example 8101
                 */
                scheduleId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Headquarters",
                 *       "enablingGroupId": 5102,
                 *       "gracePeriod": 15,
                 *       "scheduleBlocks": {
                 *         "monday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "tuesday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "wednesday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "thursday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "friday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "saturday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "sunday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ],
                 *         "holiday": [
                 *           {
                 *             "start": "09:00",
                 *             "end": "17:00"
                 *           }
                 *         ]
                 *       },
                 *       "scheduleExceptions": [
                 *         {
                 *           "enabling": "DISABLE",
                 *           "start": "12:00",
                 *           "end": "23:59",
                 *           "recurrence": {
                 *             "type": "SINGULAR",
                 *             "date": "2026-12-24"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ScheduleUpdate"];
            };
        };
        responses: {
            /** @description The schedule as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "editable": true,
                     *       "siteName": "Headquarters",
                     *       "siteId": 2201,
                     *       "enablingGroupId": 5102,
                     *       "enablingGroupName": "Staff",
                     *       "gracePeriod": 15,
                     *       "scheduleBlocks": {
                     *         "monday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "tuesday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "wednesday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "thursday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "friday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "saturday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "sunday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ],
                     *         "holiday": [
                     *           {
                     *             "start": "09:00",
                     *             "end": "17:00"
                     *           }
                     *         ]
                     *       },
                     *       "scheduleExceptions": [
                     *         {
                     *           "enabling": "DISABLE",
                     *           "start": "12:00",
                     *           "end": "23:59",
                     *           "recurrence": {
                     *             "type": "SINGULAR",
                     *             "date": "2026-12-24"
                     *           }
                     *         }
                     *       ],
                     *       "holidays": [
                     *         {
                     *           "name": "Christmas",
                     *           "start": "2026-12-25T00:00:00",
                     *           "end": "2026-12-26T23:59:00"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one Schedule
                 * @example 8101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
                accessPointId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "endTimeMode": "UNTIL_TIME",
                 *       "behavior": "LOCK",
                 *       "endTime": "2030-01-02T22:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["DoorOverrideInput"];
            };
        };
        responses: {
            /** @description How the door stands now; UNKNOWN when its panel did not say in ten seconds */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessPointName": "Front door",
                     *       "accessPointState": "LOCKED",
                     *       "accessPointScheduledState": "LOCK",
                     *       "accessPointInputState": "LOCKED",
                     *       "statusUpdated": "2026-03-02T11:58:12Z",
                     *       "siteName": "Headquarters",
                     *       "siteTimezone": "Europe/Berlin",
                     *       "panelName": "Lobby",
                     *       "panelCpNumber": "SP-2026-0042",
                     *       "canPanelSupportScheduleOverride": true,
                     *       "unlockSchedule": {
                     *         "id": 4101,
                     *         "name": "Headquarters",
                     *         "isScheduleBlockActive": false,
                     *         "nextTimeChange": "2026-03-03T08:00:00Z"
                     *       },
                     *       "scheduleOverride": {
                     *         "endTimeMode": "UNTIL_TIME",
                     *         "behavior": "UNLOCK",
                     *         "endTime": "2026-03-02T18:00:00Z"
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one AccessPoint
                 * @example 4101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessPointName": "Front door",
                     *       "accessPointState": "LOCKED",
                     *       "accessPointScheduledState": "LOCK",
                     *       "accessPointInputState": "LOCKED",
                     *       "statusUpdated": "2026-03-02T11:58:12Z",
                     *       "siteName": "Headquarters",
                     *       "siteTimezone": "Europe/Berlin",
                     *       "panelName": "Lobby",
                     *       "panelCpNumber": "SP-2026-0042",
                     *       "canPanelSupportScheduleOverride": true,
                     *       "unlockSchedule": {
                     *         "id": 4101,
                     *         "name": "Headquarters",
                     *         "isScheduleBlockActive": false,
                     *         "nextTimeChange": "2026-03-03T08:00:00Z"
                     *       },
                     *       "scheduleOverride": {
                     *         "endTimeMode": "UNTIL_TIME",
                     *         "behavior": "UNLOCK",
                     *         "endTime": "2026-03-02T18:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["DeviceStatus"];
                };
            };
        };
    };
    listSitesProximity: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "proximity": {
                     *             "wifi": [
                     *               {
                     *                 "ssid": "HQ-Guests"
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["NamedProximity"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example [
                 *       {
                 *         "proximity": {
                 *           "wifi": [
                 *             {
                 *               "ssid": "HQ-Guests"
                 *             }
                 *           ]
                 *         },
                 *         "id": 4101
                 *       }
                 *     ]
                 */
                "application/json": components["schemas"]["SitesProximityInput"];
            };
        };
        responses: {
            /** @description Registered */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one Site
                 * @example 2201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "siteName": "Headquarters",
                     *       "proximity": {
                     *         "wifi": [
                     *           {
                     *             "ssid": "HQ-Guests"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Site
                 * @example 2201
                 */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "proximity": {
                 *         "wifi": [
                 *           {
                 *             "ssid": "HQ-Guests"
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProximityInput"];
            };
        };
        responses: {
            /** @description The site with its networks */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "name": "Headquarters",
                     *       "proximity": {
                     *         "wifi": [
                     *           {
                     *             "ssid": "HQ-Guests"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["NamedProximity"];
                };
            };
        };
    };
    listSites: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example name__eq:Head
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "siteName": "Headquarters"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["SiteListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "siteName": "Headquarters",
                 *       "timeZone": "US/Eastern",
                 *       "address": {
                 *         "streetAddress1": "12 St James Square",
                 *         "streetAddress2": "2nd floor",
                 *         "city": "London",
                 *         "state": "Greater London",
                 *         "postalCode": "SW1Y 4JH",
                 *         "country": "United Kingdom",
                 *         "telephoneNumber": "+44 20 7946 0123",
                 *         "telephoneExtension": "33"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SiteInput"];
            };
        };
        responses: {
            /** @description The new site */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "siteName": "Headquarters",
                     *       "timeZone": "Europe/Berlin",
                     *       "address": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33"
                     *       }
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "siteName": "Headquarters",
                     *       "timeZone": "Europe/Berlin",
                     *       "address": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33"
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Site
                 * @example 2201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "siteName": "Headquarters",
                     *       "timeZone": "Europe/Berlin",
                     *       "address": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33"
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Site
                 * @example 2201
                 */
                siteId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "siteName": "Headquarters",
                 *       "timeZone": "US/Eastern",
                 *       "address": {
                 *         "streetAddress1": "12 St James Square",
                 *         "streetAddress2": "2nd floor",
                 *         "city": "London",
                 *         "state": "Greater London",
                 *         "postalCode": "SW1Y 4JH",
                 *         "country": "United Kingdom",
                 *         "telephoneNumber": "+44 20 7946 0123",
                 *         "telephoneExtension": "33"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SitePatch"];
            };
        };
        responses: {
            /** @description The site as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "siteName": "Headquarters",
                     *       "timeZone": "Europe/Berlin",
                     *       "address": {
                     *         "streetAddress1": "12 St James Square",
                     *         "streetAddress2": "2nd floor",
                     *         "city": "London",
                     *         "state": "Greater London",
                     *         "postalCode": "SW1Y 4JH",
                     *         "country": "United Kingdom",
                     *         "telephoneNumber": "+44 20 7946 0123",
                     *         "telephoneExtension": "33"
                     *       }
                     *     }
                     */
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
                /**
                 * @description Id of one Site
                 * @example 2201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listGroupsOfSite: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Site
                 * @example 2201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["GroupListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one Site
                 * @example 2201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "controlPanelId": 3301,
                     *           "siteId": 2201,
                     *           "siteName": "Headquarters",
                     *           "activationEnabled": true,
                     *           "twoFactorEnabled": false,
                     *           "type": "DOOR",
                     *           "reportLiveStatus": true
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["AccessPointListed"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    listCamerasOfSite: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one Site
                 * @example 2201
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters",
                     *           "videoProvider": {
                     *             "type": "DEMO"
                     *           },
                     *           "site": {
                     *             "id": 4101,
                     *             "siteName": "Headquarters"
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["CameraListed"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description The time of the caller
                 * @example 2026-03-02T12:00:00Z
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "time": "04:00"
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "uuid": "4931f08b-e20b-4e07-9b36-66d3b07fa4c0",
                     *       "expires": "2027-03-02T12:00:00Z"
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "uuid": "67dbd697-8a29-49d3-8897-f28873a89328",
                     *       "value": "eyJhbGciOiJSUzI1NiJ9.eyJ1c2kZCI6dHJ1ZX0.KrTY1LRNTmbr2-UmbxH2mIGw",
                     *       "expires": "2027-03-02T12:00:00Z"
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example lastname__eq:Lovelace
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "externalId": "hr-1815",
                     *           "firstName": "Ada",
                     *           "middleName": "King",
                     *           "lastName": "Lovelace",
                     *           "suspended": false,
                     *           "pin": "4071",
                     *           "effectiveFrom": "2026-03-01T08:00:00Z",
                     *           "effectiveTo": "2028-03-01T08:00:00Z",
                     *           "created": "2026-01-15T10:00:00Z",
                     *           "updated": "2026-02-20T16:45:00Z",
                     *           "bleTwoFactorExempt": false,
                     *           "userImage": [
                     *             {
                     *               "id": 4101,
                     *               "uri": "https://media.example.com/photos/7301?signature=3f1c"
                     *             }
                     *           ],
                     *           "customFields": [
                     *             {
                     *               "id": 4101,
                     *               "fieldType": "TEXT",
                     *               "fieldName": "Department",
                     *               "value": "Engineering"
                     *             }
                     *           ],
                     *           "emails": [
                     *             {
                     *               "address": "ada@example.com",
                     *               "type": "Work"
                     *             }
                     *           ],
                     *           "phoneNumbers": [
                     *             {
                     *               "number": "+44 20 7946 0123",
                     *               "type": "Mobile"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["User"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @example {
                 *       "firstName": "Ada",
                 *       "lastName": "Lovelace",
                 *       "middleName": "King",
                 *       "externalId": "hr-1815",
                 *       "pin": "4071",
                 *       "effectiveFrom": "2026-03-01T08:00:00Z",
                 *       "effectiveTo": "2028-03-01T08:00:00Z",
                 *       "bleTwoFactorExempt": false,
                 *       "emails": [
                 *         {
                 *           "address": "ada@example.com",
                 *           "type": "Work"
                 *         }
                 *       ],
                 *       "phoneNumbers": [
                 *         {
                 *           "number": "+44 20 7946 0123",
                 *           "type": "Mobile"
                 *         }
                 *       ],
                 *       "suspended": false
                 *     }
                 */
                "application/json": components["schemas"]["UserInput"];
            };
        };
        responses: {
            /** @description The new user */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "externalId": "hr-1815",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "suspended": false,
                     *       "pin": "4071",
                     *       "effectiveFrom": "2026-03-01T08:00:00Z",
                     *       "effectiveTo": "2028-03-01T08:00:00Z",
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "bleTwoFactorExempt": false,
                     *       "userImage": [
                     *         {
                     *           "id": 4101,
                     *           "uri": "https://media.example.com/photos/7301?signature=3f1c"
                     *         }
                     *       ],
                     *       "customFields": [
                     *         {
                     *           "id": 4101,
                     *           "fieldType": "TEXT",
                     *           "fieldName": "Department",
                     *           "value": "Engineering"
                     *         }
                     *       ],
                     *       "emails": [
                     *         {
                     *           "address": "ada@example.com",
                     *           "type": "Work"
                     *         }
                     *       ],
                     *       "phoneNumbers": [
                     *         {
                     *           "number": "+44 20 7946 0123",
                     *           "type": "Mobile"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "externalId": "hr-1815",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "suspended": false,
                     *       "pin": "4071",
                     *       "effectiveFrom": "2026-03-01T08:00:00Z",
                     *       "effectiveTo": "2028-03-01T08:00:00Z",
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "bleTwoFactorExempt": false,
                     *       "userImage": [
                     *         {
                     *           "id": 4101,
                     *           "uri": "https://media.example.com/photos/7301?signature=3f1c"
                     *         }
                     *       ],
                     *       "customFields": [
                     *         {
                     *           "id": 4101,
                     *           "fieldType": "TEXT",
                     *           "fieldName": "Department",
                     *           "value": "Engineering"
                     *         }
                     *       ],
                     *       "emails": [
                     *         {
                     *           "address": "ada@example.com",
                     *           "type": "Work"
                     *         }
                     *       ],
                     *       "phoneNumbers": [
                     *         {
                     *           "number": "+44 20 7946 0123",
                     *           "type": "Mobile"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "firstName": "Ada",
                 *       "lastName": "Lovelace",
                 *       "middleName": "King",
                 *       "externalId": "hr-1815",
                 *       "pin": "4071",
                 *       "effectiveFrom": "2026-03-01T08:00:00Z",
                 *       "effectiveTo": "2028-03-01T08:00:00Z",
                 *       "bleTwoFactorExempt": false,
                 *       "emails": [
                 *         {
                 *           "address": "ada@example.com",
                 *           "type": "Work"
                 *         }
                 *       ],
                 *       "phoneNumbers": [
                 *         {
                 *           "number": "+44 20 7946 0123",
                 *           "type": "Mobile"
                 *         }
                 *       ],
                 *       "suspended": false
                 *     }
                 */
                "application/json": components["schemas"]["UserUpdate"];
            };
        };
        responses: {
            /** @description The user as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "externalId": "hr-1815",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "suspended": false,
                     *       "pin": "4071",
                     *       "effectiveFrom": "2026-03-01T08:00:00Z",
                     *       "effectiveTo": "2028-03-01T08:00:00Z",
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "bleTwoFactorExempt": false,
                     *       "userImage": [
                     *         {
                     *           "id": 4101,
                     *           "uri": "https://media.example.com/photos/7301?signature=3f1c"
                     *         }
                     *       ],
                     *       "customFields": [
                     *         {
                     *           "id": 4101,
                     *           "fieldType": "TEXT",
                     *           "fieldName": "Department",
                     *           "value": "Engineering"
                     *         }
                     *       ],
                     *       "emails": [
                     *         {
                     *           "address": "ada@example.com",
                     *           "type": "Work"
                     *         }
                     *       ],
                     *       "phoneNumbers": [
                     *         {
                     *           "number": "+44 20 7946 0123",
                     *           "type": "Mobile"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "firstName": "Ada",
                 *       "lastName": "Lovelace",
                 *       "middleName": "King",
                 *       "externalId": "hr-1815",
                 *       "pin": "4071",
                 *       "effectiveFrom": "2026-03-01T08:00:00Z",
                 *       "effectiveTo": "2028-03-01T08:00:00Z",
                 *       "bleTwoFactorExempt": false,
                 *       "emails": [
                 *         {
                 *           "address": "ada@example.com",
                 *           "type": "Work"
                 *         }
                 *       ],
                 *       "phoneNumbers": [
                 *         {
                 *           "number": "+44 20 7946 0123",
                 *           "type": "Mobile"
                 *         }
                 *       ],
                 *       "suspended": false
                 *     }
                 */
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description The user as it is now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "externalId": "hr-1815",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "suspended": false,
                     *       "pin": "4071",
                     *       "effectiveFrom": "2026-03-01T08:00:00Z",
                     *       "effectiveTo": "2028-03-01T08:00:00Z",
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "bleTwoFactorExempt": false,
                     *       "userImage": [
                     *         {
                     *           "id": 4101,
                     *           "uri": "https://media.example.com/photos/7301?signature=3f1c"
                     *         }
                     *       ],
                     *       "customFields": [
                     *         {
                     *           "id": 4101,
                     *           "fieldType": "TEXT",
                     *           "fieldName": "Department",
                     *           "value": "Engineering"
                     *         }
                     *       ],
                     *       "emails": [
                     *         {
                     *           "address": "ada@example.com",
                     *           "type": "Work"
                     *         }
                     *       ],
                     *       "phoneNumbers": [
                     *         {
                     *           "number": "+44 20 7946 0123",
                     *           "type": "Mobile"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description The id of the user in the caller's own system
                 * @example hr-1815
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "externalId": "hr-1815",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "suspended": false,
                     *       "pin": "4071",
                     *       "effectiveFrom": "2026-03-01T08:00:00Z",
                     *       "effectiveTo": "2028-03-01T08:00:00Z",
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "bleTwoFactorExempt": false,
                     *       "userImage": [
                     *         {
                     *           "id": 4101,
                     *           "uri": "https://media.example.com/photos/7301?signature=3f1c"
                     *         }
                     *       ],
                     *       "customFields": [
                     *         {
                     *           "id": 4101,
                     *           "fieldType": "TEXT",
                     *           "fieldName": "Department",
                     *           "value": "Engineering"
                     *         }
                     *       ],
                     *       "emails": [
                     *         {
                     *           "address": "ada@example.com",
                     *           "type": "Work"
                     *         }
                     *       ],
                     *       "phoneNumbers": [
                     *         {
                     *           "number": "+44 20 7946 0123",
                     *           "type": "Mobile"
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "suspended": false
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "suspended": false
                 *     }
                 */
                "application/json": components["schemas"]["SuspendedInput"];
            };
        };
        responses: {
            /** @description Whether the user is suspended now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "suspended": false
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "credentialFormat": {
                     *             "id": 100,
                     *             "name": "Standard 26 Bit"
                     *           },
                     *           "referenceId": "Card 329",
                     *           "encodedCredential": "28c0293",
                     *           "fieldValues": [
                     *             {
                     *               "id": 1,
                     *               "value": "329",
                     *               "name": "card_number"
                     *             }
                     *           ],
                     *           "size": 26,
                     *           "accountId": 1101,
                     *           "effectiveFrom": "2026-03-01T08:00:00Z",
                     *           "effectiveTo": "2028-03-01T08:00:00Z"
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["UserCredential"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
                /**
                 * @description Id of one Credential
                 * @example 7101
                 */
                credentialId: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "effectiveFrom": "2026-03-01T08:00:00Z",
                 *       "effectiveTo": "2028-03-01T08:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["EffectiveDateRange"];
            };
        };
        responses: {
            /** @description The credential is assigned */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
                /**
                 * @description Id of one Credential
                 * @example 7101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "fieldType": "TEXT",
                     *           "fieldName": "Department",
                     *           "value": "Engineering"
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["CustomFieldValue"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
                /**
                 * @description Id of one CustomField
                 * @example 6101
                 */
                customFieldId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "Engineering"
                 *     }
                 */
                "application/json": components["schemas"]["CustomFieldValueInput"];
            };
        };
        responses: {
            /** @description The value that the user has now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "fieldType": "TEXT",
                     *       "fieldName": "Department",
                     *       "value": "Engineering"
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
                /**
                 * @description Id of one CustomField
                 * @example 6101
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @example {
                 *       "users": [
                 *         {
                 *           "firstName": "Ada",
                 *           "lastName": "Lovelace",
                 *           "middleName": "King",
                 *           "externalId": "hr-1815",
                 *           "pin": "4071",
                 *           "effectiveFrom": "2026-03-01T08:00:00Z",
                 *           "effectiveTo": "2028-03-01T08:00:00Z",
                 *           "bleTwoFactorExempt": false,
                 *           "emails": [
                 *             {
                 *               "address": "ada@example.com",
                 *               "type": "Work"
                 *             }
                 *           ],
                 *           "phoneNumbers": [
                 *             {
                 *               "number": "+44 20 7946 0123",
                 *               "type": "Mobile"
                 *             }
                 *           ],
                 *           "suspended": false
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UserBatchInput"];
            };
        };
        responses: {
            /** @description The job that creates the users */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jobId": "0199a3c4-5d6e-4f80-9a1b-2c3d4e5f6074",
                     *       "status": "RUNNING",
                     *       "total": 2,
                     *       "succeeded": 1,
                     *       "failed": 1,
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "expires": "2026-03-09T12:00:00Z"
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "file": "(the bytes of the image)"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["UserPhotoForm"];
            };
        };
        responses: {
            /** @description The user has the photo */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listUserAccess: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Access points that the user may pass */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "accessPoint": {
                     *             "id": 4101,
                     *             "name": "Headquarters",
                     *             "type": "DOOR",
                     *             "siteId": 2201,
                     *             "siteName": "Headquarters"
                     *           },
                     *           "schedules": [
                     *             {
                     *               "id": 8101,
                     *               "name": "Office hours"
                     *             }
                     *           ],
                     *           "isAlways": false,
                     *           "panel": {
                     *             "desiredVersion": 318,
                     *             "appliedVersion": 318,
                     *             "isCurrent": true
                     *           }
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["LiveAccess"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    listUserGroups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["GroupListed"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "addGroups": [
                 *         5102
                 *       ],
                 *       "removeGroups": [
                 *         5103
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MembershipsInput"];
            };
        };
        responses: {
            /** @description The groups that the user is in now */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "name": "Headquarters"
                     *         }
                     *       ],
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["GroupListed"][];
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    listUserDigitalInvitations: {
        parameters: {
            query?: {
                /**
                 * @description How many to leave out before the first
                 * @example 0
                 */
                offset?: number;
                /**
                 * @description How many to answer at most
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Which to list, by the fields in the description of the call
                 * @example status__eq:PENDING
                 */
                filter?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 4101,
                     *           "referenceId": "ada@example.com",
                     *           "credentialId": 7201,
                     *           "accessCode": "i9o7aR37",
                     *           "created": "2026-03-02T12:00:00Z",
                     *           "expiration": "2026-03-05T12:00:00Z",
                     *           "status": "CANCELLED",
                     *           "nfcEnabled": false,
                     *           "cancelDate": "2026-03-03T09:30:00Z"
                     *         }
                     *       ],
                     *       "offset": 0,
                     *       "pageSize": 20,
                     *       "count": 1
                     *     }
                     */
                    "application/json": {
                        /** @description What was asked for */
                        data: components["schemas"]["DigitalInvitation"][];
                        /**
                         * @description How many were left out before the first
                         * @example 0
                         */
                        offset: number;
                        /**
                         * @description How many are answered at most
                         * @example 20
                         */
                        pageSize: number;
                        /**
                         * @description How many there are in all
                         * @example 1
                         */
                        count: number;
                    };
                };
            };
        };
    };
    resendUserDigitalInvitation: {
        parameters: {
            query?: {
                /**
                 * @description The language of the mail
                 * @example fr
                 */
                language?: "en" | "fr" | "es" | "nl" | "de" | "sv";
            };
            header?: never;
            path: {
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "referenceId": "ada@example.com",
                     *       "credentialId": 7201,
                     *       "accessCode": "i9o7aR37",
                     *       "created": "2026-03-02T12:00:00Z",
                     *       "expiration": "2026-03-05T12:00:00Z",
                     *       "status": "CANCELLED",
                     *       "nfcEnabled": false,
                     *       "cancelDate": "2026-03-03T09:30:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["DigitalInvitation"];
                };
            };
        };
    };
    createUserDigitalInvitation: {
        parameters: {
            query?: {
                /**
                 * @description Whether the invitation is mailed
                 * @example true
                 */
                sendInvitationEmail?: boolean;
                /**
                 * @description Whether the pass has a place in the wallet of the phone
                 * @example false
                 */
                nfcEnabled?: boolean;
                /**
                 * @description The language of the mail
                 * @example en
                 */
                language?: "en" | "fr" | "es" | "nl" | "de" | "sv";
            };
            header?: never;
            path: {
                /**
                 * @description Id of one User
                 * @example 210034
                 */
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "referenceId": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["DigitalInvitationInput"];
            };
        };
        responses: {
            /** @description The new invitation */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "referenceId": "ada@example.com",
                     *       "credentialId": 7201,
                     *       "accessCode": "i9o7aR37",
                     *       "created": "2026-03-02T12:00:00Z",
                     *       "expiration": "2026-03-05T12:00:00Z",
                     *       "status": "CANCELLED",
                     *       "nfcEnabled": false,
                     *       "cancelDate": "2026-03-03T09:30:00Z"
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210034
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "referenceId": "ada@example.com",
                     *       "credentialId": 7201,
                     *       "accessCode": "i9o7aR37",
                     *       "created": "2026-03-02T12:00:00Z",
                     *       "expiration": "2026-03-05T12:00:00Z",
                     *       "status": "CANCELLED",
                     *       "nfcEnabled": false,
                     *       "cancelDate": "2026-03-03T09:30:00Z"
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "credentialValue": "a3f81c9e",
                     *       "effectiveFrom": "2026-03-01T08:00:00Z",
                     *       "effectiveTo": "2028-03-01T08:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["DigitalCredential"];
                };
            };
        };
    };
    setBrivoWalletPasses: {
        parameters: {
            query?: {
                /**
                 * @description Whether the pass has a place in the wallet of the phone
                 * @example true
                 */
                nfcEnabled?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "bmpCredentials": [
                 *         {
                 *           "userId": 210034,
                 *           "accessCredentialId": 7201,
                 *           "referenceId": "ada@example.com"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BrivoWalletPasses"];
            };
        };
        responses: {
            /** @description What became of the passes */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bmpCredentials": [
                     *         {
                     *           "userId": 210034,
                     *           "accessCredentialId": 7201,
                     *           "referenceId": "ada@example.com",
                     *           "updated": true
                     *         }
                     *       ]
                     *     }
                     */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pass": "a3f81c9e",
                     *       "bleCredential": "7201",
                     *       "bleAuthTimeFrame": 60,
                     *       "enabled": "true",
                     *       "accountName": "Analytical Engines Ltd",
                     *       "accountId": 1101,
                     *       "sites": [
                     *         {
                     *           "id": 4101,
                     *           "siteName": "Headquarters",
                     *           "timeZone": "Europe/Berlin",
                     *           "address": {
                     *             "streetAddress1": "12 St James Square",
                     *             "streetAddress2": "2nd floor",
                     *             "city": "London",
                     *             "state": "Greater London",
                     *             "postalCode": "SW1Y 4JH",
                     *             "country": "United Kingdom",
                     *             "telephoneNumber": "+44 20 7946 0123",
                     *             "telephoneExtension": "33"
                     *           },
                     *           "preScreening": "NONE",
                     *           "accessPoints": [
                     *             {
                     *               "id": 4101,
                     *               "name": "Headquarters",
                     *               "type": "DOOR",
                     *               "twoFactorEnabled": false,
                     *               "schedules": [
                     *                 {
                     *                   "id": 8101,
                     *                   "name": "Office hours",
                     *                   "scheduleBlocks": {
                     *                     "monday": [
                     *                       {
                     *                         "start": "09:00",
                     *                         "end": "17:00"
                     *                       }
                     *                     ],
                     *                     "tuesday": [
                     *                       {
                     *                         "start": "09:00",
                     *                         "end": "17:00"
                     *                       }
                     *                     ],
                     *                     "wednesday": [
                     *                       {
                     *                         "start": "09:00",
                     *                         "end": "17:00"
                     *                       }
                     *                     ],
                     *                     "thursday": [
                     *                       {
                     *                         "start": "09:00",
                     *                         "end": "17:00"
                     *                       }
                     *                     ],
                     *                     "friday": [
                     *                       {
                     *                         "start": "09:00",
                     *                         "end": "17:00"
                     *                       }
                     *                     ],
                     *                     "saturday": [
                     *                       {
                     *                         "start": "09:00",
                     *                         "end": "17:00"
                     *                       }
                     *                     ],
                     *                     "sunday": [
                     *                       {
                     *                         "start": "09:00",
                     *                         "end": "17:00"
                     *                       }
                     *                     ],
                     *                     "holiday": [
                     *                       {
                     *                         "start": "09:00",
                     *                         "end": "17:00"
                     *                       }
                     *                     ]
                     *                   },
                     *                   "holidays": [
                     *                     {
                     *                       "name": "Christmas",
                     *                       "start": "2026-12-25T00:00:00",
                     *                       "end": "2026-12-26T23:59:00"
                     *                     }
                     *                   ],
                     *                   "scheduleExceptions": [
                     *                     {
                     *                       "enabling": "DISABLE",
                     *                       "start": "12:00",
                     *                       "end": "23:59",
                     *                       "recurrence": {
                     *                         "type": "SINGULAR",
                     *                         "date": "2026-12-24"
                     *                       }
                     *                     }
                     *                   ]
                     *                 }
                     *               ],
                     *               "isDoorStation": false
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "userImage": {
                     *         "id": 4101,
                     *         "uri": "https://media.example.com/photos/7301?signature=3f1c",
                     *         "userImageUri": "https://media.example.com/photos/7301?signature=3f1c",
                     *         "contentType": "image/jpeg",
                     *         "contentLength": 48213,
                     *         "created": "2026-01-15T10:00:00Z"
                     *       },
                     *       "enablePassTransfer": true
                     *     }
                     */
                    "application/json": components["schemas"]["MobilePass"];
                };
            };
        };
    };
    createVisitor: {
        parameters: {
            query?: {
                /**
                 * @description The language of the mail
                 * @example en
                 */
                language?: "en" | "fr" | "es" | "nl" | "de" | "sv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user": {
                 *         "firstName": "Ada",
                 *         "effectiveFrom": "2026-03-02T09:00:00Z",
                 *         "effectiveTo": "2026-03-02T18:00:00Z",
                 *         "emails": [
                 *           {
                 *             "address": "ada@example.com",
                 *             "type": "Work"
                 *           }
                 *         ]
                 *       },
                 *       "groupIds": [
                 *         5102
                 *       ],
                 *       "credentialType": "MOBILE_PASS"
                 *     }
                 */
                "application/json": components["schemas"]["VisitorInput"];
            };
        };
        responses: {
            /** @description The new visitor */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "externalId": "hr-1815",
                     *       "firstName": "Ada",
                     *       "middleName": "King",
                     *       "lastName": "Lovelace",
                     *       "suspended": false,
                     *       "kind": "VISITOR",
                     *       "pin": "4071",
                     *       "effectiveFrom": "2026-03-01T08:00:00Z",
                     *       "effectiveTo": "2028-03-01T08:00:00Z",
                     *       "created": "2026-01-15T10:00:00Z",
                     *       "updated": "2026-02-20T16:45:00Z",
                     *       "bleTwoFactorExempt": false,
                     *       "userImage": [
                     *         {
                     *           "id": 4101,
                     *           "uri": "https://media.example.com/photos/7301?signature=3f1c"
                     *         }
                     *       ],
                     *       "customFields": [
                     *         {
                     *           "id": 4101,
                     *           "fieldType": "TEXT",
                     *           "fieldName": "Department",
                     *           "value": "Engineering"
                     *         }
                     *       ],
                     *       "emails": [
                     *         {
                     *           "address": "ada@example.com",
                     *           "type": "Work"
                     *         }
                     *       ],
                     *       "phoneNumbers": [
                     *         {
                     *           "number": "+44 20 7946 0123",
                     *           "type": "Mobile"
                     *         }
                     *       ],
                     *       "identityType": "Visitor"
                     *     }
                     */
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
                /**
                 * @description Id of one User
                 * @example 210077
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    renewVisitorDigitalInvitation: {
        parameters: {
            query?: {
                /**
                 * @description The language of the mail
                 * @example en
                 */
                language?: "en" | "fr" | "es" | "nl" | "de" | "sv";
            };
            header?: never;
            path: {
                /**
                 * @description Id of one User
                 * @example 210077
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    showFaceConsent: {
        parameters: {
            query?: {
                /**
                 * @description The token of the link in the mail
                 * @example q1w2e3r4t5
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><html lang="en">…</html> */
                    "text/html": string;
                };
            };
        };
    };
    giveFaceConsent: {
        parameters: {
            query?: {
                /**
                 * @description The token of the link in the mail
                 * @example q1w2e3r4t5
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><html lang="en">…</html> */
                    "text/html": string;
                };
            };
        };
    };
    withdrawFaceConsent: {
        parameters: {
            query?: {
                /**
                 * @description The token of the link in the mail
                 * @example q1w2e3r4t5
                 */
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
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><html lang="en">…</html> */
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
                /**
                 * @example {
                 *       "accessCode": "i9o7aR37"
                 *     }
                 */
                "application/json": components["schemas"]["DigitalInvitationRedemption"];
            };
        };
        responses: {
            /** @description The credential for the phone, which works now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4101,
                     *       "credentialValue": "a3f81c9e",
                     *       "effectiveFrom": "2026-03-01T08:00:00Z",
                     *       "effectiveTo": "2028-03-01T08:00:00Z",
                     *       "accountId": 1101,
                     *       "accountName": "Analytical Engines Ltd"
                     *     }
                     */
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
                /**
                 * @description What the link of a clip ends in
                 * @example ZnJvbnQtZG9vcg
                 */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The moving picture */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": string;
                };
            };
        };
    };
}
