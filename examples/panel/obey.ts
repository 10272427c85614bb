import { takeResets } from './areas.ts'
import { takeDelta, takeSnapshot, type Verify } from './config.ts'
import type { doorsOf } from './doors.ts'
import type { Message } from './link.ts'
import { stateHash } from './rules.ts'
import type { State } from './store.ts'
import type { Posture } from './types.ts'

type Place = {
  panelId: number
  store: { state: State; save: () => void }
  verify: Verify
  doors: ReturnType<typeof doorsOf>
  say: (message: Message) => void
  beat: () => void
}

/** The version of the rules and their hash, as `hello`, `heartbeat` and `config.applied` have them. */
export const runs = ({ rules }: State) => (rules ? { stateHash: stateHash(rules) } : {})

/** What the panel does about rules and postures that the cloud sends. */
export const obeying = ({ panelId, store, verify, doors, say, beat }: Place) => {
  const { state, save } = store
  /** Whether it has asked for what it lacks of its rules, and has had nothing since. */
  let hasAsked = false
  const refuse = (type: string, version: unknown, thrown: unknown, more: object = {}) =>
    say({ type, version, ok: false, error: String(thrown instanceof Error ? thrown.message : thrown).slice(0, 500), ...more })

  /** Says what it runs, or asks for what it lacks. */
  const answer = (outcome: 'taken' | 'gap') => {
    if (outcome === 'taken') say({ type: 'config.applied', version: state.version, ok: true, ...runs(state) })
    else if (!hasAsked) beat()
    hasAsked = outcome === 'gap'
    doors.tellMoved()
  }
  return {
    async onConfig(message: Message) {
      const { type, version } = message
      // What matters of it is signed, and is looked at when the signature is found good.
      const announced = message as unknown as { version: number; url: string; jws: string }
      const take = type === 'config.delta' ? takeDelta : takeSnapshot
      await take(store, verify, panelId, announced).then(answer, (thrown) => refuse('config.applied', version, thrown))
    },
    async onPosture({ version, jws }: Message) {
      try {
        const wanted = await verify<Posture & { panelId: number; version: number }>('sallyport-posture+jws', String(jws))
        if (wanted.panelId !== panelId) throw new Error('wrong_panel: it is for another panel')
        if (wanted.version !== version) throw new Error(`bad_signature: ${wanted.version} was signed`)
        if (wanted.version < state.posture.version) throw new Error('older_version: a newer one is followed')
        doors.tellMoved()
        const before = state.posture
        state.posture = wanted
        takeResets(state.memory, wanted)
        save()
        doors.obey(before)
        say({ type: 'posture.applied', version, ok: true, doors: doors.moved() })
      } catch (thrown) {
        refuse('posture.applied', version, thrown, { doors: [] })
      }
    },
  }
}
