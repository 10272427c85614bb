import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { canonicalJson } from '../../../shared/domain/access/decisions/canonical-json.ts'
import { withFrame } from '../../../shared/domain/access/decisions/entity.ts'
import { withPeople } from '../../../shared/domain/access/decisions/person-record.ts'
import { hashText, stateHash } from '../../../shared/domain/access/decisions/state-hash.ts'
import { PanelId } from '../../../shared/lib/ids.ts'
import { signAssertion } from '../../../shared/panel-protocol/assertion.ts'
import { CommandPayload } from '../../../shared/panel-protocol/command.ts'
import { ConfigDescriptor } from '../../../shared/panel-protocol/config-available.ts'
import { ConfigDelta } from '../../../shared/panel-protocol/config-delta.ts'
import { FirmwareDescriptor } from '../../../shared/panel-protocol/firmware.ts'
import { PublicKey } from '../../../shared/panel-protocol/pairing.ts'
import { PosturePayload } from '../../../shared/panel-protocol/posture.ts'
import { ReceiptPayload } from '../../../shared/panel-protocol/receipt.ts'
import {
  publicHalf,
  signCommand,
  signConfigDelta,
  signConfigDescriptor,
  signFirmwareDescriptor,
  signingKey,
  signPosture,
  signReceipt,
} from '../../../shared/panel-protocol/signing.ts'
import { decisionVectors, doorVectors, scheduleVectors } from './vector-decisions.ts'
import { vectorDelta, vectorFrame, vectorRules } from './vector-rules.ts'

const panelId = 77
const at = Date.UTC(2026, 4, 5, 10)
const commandId = '019df6f1-4a00-7000-8000-000000000001'

/** Keys for tests only. That of the panel is the one of RFC 8037, Appendix A. */
const panelKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
}
/** That of the cloud is the second of RFC 8032, section 7.1. */
const cloudKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs',
  x: 'PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw',
}

/** A body as the compiler writes it, stored and not compressed, so that it is the same with every version of zlib. */
const bodyOf = (text: string): Buffer => {
  const body = gzipSync(text, { level: 0 })
  body[9] = 255
  return body
}
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

const recordsWithHashes = () => {
  const pick = (kind: 'accessPoints' | 'schedules' | 'holidays' | 'groups' | 'areas' | 'users' | 'credentials') => {
    const [record] = vectorRules[kind]
    const empty = { accessPoints: [], schedules: [], holidays: [], groups: [], areas: [], users: [], credentials: [] }
    return { kind, canonical: canonicalJson(record), hash: hashText(stateHash({ ...empty, [kind]: [record] })) }
  }
  return (['accessPoints', 'schedules', 'holidays', 'groups', 'areas', 'users', 'credentials'] as const).map(pick)
}

const signedVectors = async (body: Buffer) => {
  const [cloud, panel] = [await signingKey(cloudKey), await signingKey(panelKey)]
  const command = CommandPayload.parse({
    commandId,
    panelId,
    kind: 'activate',
    accessPointId: 501,
    durationSeconds: 5,
    notAfter: at + 10_000,
    issuedAt: at,
  })
  const posture = PosturePayload.parse({
    panelId,
    version: 3,
    overrides: [{ accessPointId: 502, behavior: 'lock', endsAt: at + 3_600_000 }],
    modes: { rest: 'normal', normal: [], lockdown: [501], egress: [] },
    issuedAt: at,
  })
  const config = ConfigDescriptor.parse({
    panelId,
    version: 12,
    sha256: sha256(body),
    bytes: body.length,
    stateHash: hashText(stateHash(vectorRules)),
    people: [],
    issuedAt: at,
  })
  const delta = ConfigDelta.parse({ panelId, base: 12, version: 13, frame: vectorFrame, people: vectorDelta, issuedAt: at })
  const firmware = FirmwareDescriptor.parse({ panelId, version: '1.1.0', sha256: sha256('image'), bytes: 5, issuedAt: at })
  const receipt = ReceiptPayload.parse({ commandId, panelId, stage: 'result', outcome: 'succeeded', at: at + 120 })
  return [
    shown('command', await signCommand(cloud, command)),
    shown('posture', await signPosture(cloud, posture)),
    shown('config.available', await signConfigDescriptor(cloud, config)),
    shown('config.delta', await signConfigDelta(cloud, delta)),
    shown('firmware.available', await signFirmwareDescriptor(cloud, firmware)),
    shown('receipt', await signReceipt(panel, receipt)),
  ]
}

/** A signed text beside what it says. */
const shown = (message: string, jws: string) => {
  const [header = '', payload = ''] = jws.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'))
  return { message, header: JSON.parse(header), payload: JSON.parse(payload), payloadBytes: payload, jws }
}

/** All that `docs/vectors/panel-protocol.json` says, made by the code that the cloud and the simulator run. */
export const protocolVectors = async () => {
  const body = bodyOf(JSON.stringify(vectorRules))
  const [panel, cloud] = await Promise.all([panelKey, cloudKey].map((key) => publicHalf(PublicKey.parse(key))))
  const claims = { serialNumber: 'SP-0001', panelId: PanelId.parse(panelId), jti: '0f8fad5b-d9cb-469f-a165-70867728950e' }
  const changed = withPeople({ ...vectorRules, ...withFrame(vectorRules, vectorFrame) }, vectorDelta)
  return {
    note: 'Keys for tests: no panel and no cloud may use them. What each member is stands in docs/panel-protocol.md.',
    keys: { panel: { ...panelKey, kid: panel?.kid }, cloud: { ...cloudKey, kid: cloud?.kid } },
    pairing: {
      request: { serialNumber: 'SP-0001', pairingCode: '7QK2-M0XN-4T9C-PZ1R', publicKey: PublicKey.parse(panelKey) },
      answer: { panelId, socketUrl: 'wss://panels.example.com/live', keys: { keys: [cloud] } },
    },
    assertion: { iat: at / 1_000, ...shown('assertion', await signAssertion(await signingKey(panelKey), claims, at)) },
    signed: await signedVectors(body),
    canonicalJson: [{ b: 1, a: [true, 'x'] }, { é: 1, z: 2, Z: 3 }, { text: '“€” \u0007\n"\\/' }, [], { a: {} }].map((value) => ({
      value,
      canonical: canonicalJson(value),
    })),
    rules: {
      body: vectorRules,
      gzip: body.toString('base64'),
      records: recordsWithHashes(),
      stateHash: hashText(stateHash(vectorRules)),
    },
    delta: { frame: vectorFrame, people: vectorDelta, stateHash: hashText(stateHash(changed)) },
    decisions: decisionVectors(),
    schedules: scheduleVectors(),
    doors: doorVectors(),
  }
}
