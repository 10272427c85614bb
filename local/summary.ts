import { join } from 'node:path'
import { authorizeUrl, type Demo } from './demo-file.ts'
import { dataFiles } from './settings.ts'
import type { Cloud } from './supervisor/launch.ts'

/** Aligns rows in columns, two spaces apart. */
const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, index) => Math.max(cell.length, most[index] ?? 0)), [])
  return rows.map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd()).join('\n')
}

const titled = (title: string, rows: readonly (readonly string[])[]): string => `\n${title}\n${table(rows)}`

const people = (demo: Demo) => [
  ['dealer', demo.dealer.username, demo.dealer.password, `account ${demo.dealer.accountId}`],
  ...demo.tenants.map((tenant) => [tenant.name, tenant.admin.username, tenant.admin.password, `account ${tenant.accountId}`]),
]

const applications = (demo: Demo) =>
  demo.tenants.flatMap((tenant) => [
    [tenant.name, 'password', tenant.passwordApp.clientId, tenant.passwordApp.clientSecret],
    [tenant.name, 'partner', tenant.partnerApp.clientId, tenant.partnerApp.clientSecret],
  ])

const doors = (demo: Demo) =>
  demo.tenants.flatMap((tenant) =>
    tenant.panels.flatMap((panel) =>
      panel.accessPoints.map((point) => [tenant.name, panel.serialNumber, point.name, String(point.id)]),
    ),
  )

/** What `npm start` prints when everything runs: addresses, people, applications, doors. */
export const summary = (cloud: Cloud): string => {
  const file = dataFiles(cloud.dataDir).demo
  const { demo } = cloud
  const urls = [
    ['Start here', cloud.urls.http],
    ['API', demo?.apiUrl ?? cloud.urls.http],
    ['Mails', cloud.urls.mail],
    ['Simulator', cloud.urls.simulator],
    ['Logs', join(cloud.dataDir, 'logs')],
  ]
  if (!demo) return titled('Addresses', urls)
  const [first] = demo.tenants
  const more = [['API key', demo.apiKey], ...(first ? [['Sign in', authorizeUrl(demo, first)]] : []), ['As data', file]]
  return [
    titled('Addresses', [...urls, ...more]),
    titled('People (user name, password)', people(demo)),
    titled('Applications (client id, secret)', applications(demo)),
    titled('Doors (panel, door, id)', doors(demo)),
  ].join('\n')
}
