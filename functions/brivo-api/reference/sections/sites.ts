import { section } from '../section.ts'

export const sites = section({
  name: 'Sites',
  description: 'Places with doors. The time zone of a site is the clock of its schedules.',
  calls: {
    listSites: {
      summary: 'List sites',
      description: 'Sites of the account, oldest first.',
      filter: { name: '`eq`: contains the text' },
      example: { query: { filter: 'name__eq:Head' } },
    },
    createSite: { summary: 'Create a site', description: 'A site has a time zone, the clock of its schedules.' },
    getRootSite: { summary: 'Get the first site', description: 'The oldest site that the caller sees, 404 when there is none.' },
    getSite: { summary: 'Get a site', description: 'One site with its time zone and its address.' },
    updateSite: {
      summary: 'Change a site',
      description: 'What the body leaves out stays. A new time zone moves every schedule of the site.',
    },
    deleteSite: {
      summary: 'Delete a site',
      description: '412 while the site has control panels or cameras.',
    },
    listGroupsOfSite: {
      summary: 'List the groups of a site',
      description: 'Groups that may pass some door of the site.',
    },
    listAccessPointsOfSite: {
      summary: 'List the access points of a site',
      description: 'Access points of the site. There are no pages.',
    },
    listCamerasOfSite: { summary: 'List the cameras of a site', description: 'Cameras of the site, oldest first.' },
    listSitesProximity: {
      summary: 'List sites with their networks',
      description: 'Sites with the wireless networks by which a phone knows that it is there.',
    },
    registerWifiOfSites: {
      summary: 'Set the networks of sites',
      description: 'Replaces the wireless networks of several sites, all or none.',
    },
    getSiteProximity: { summary: 'Get the networks of a site', description: 'The wireless networks of one site.' },
    registerWifi: { summary: 'Set the networks of a site', description: 'Replaces the wireless networks of the site.' },
  },
})
