import type { FlagSignal, FlagState } from '#domain/flag.ts'
import { stillHolds, type Acknowledgement } from '#domain/flag-ack.ts'
import type { DeviceState } from '#domain/flag-device.ts'
import { sameFrame } from '#domain/flag-frames.ts'
import { isQuiet, nextQuietEdge } from '#domain/flag-quiet.ts'
import { lightShown, moodOf, type Shown } from '#domain/flag-rules.ts'
import type { Config } from '#config/config.ts'
import type { Desk } from '#src/desk.ts'
import { hasNewTicket, storedAcknowledgement } from './acknowledgement/queries.ts'
import { forget } from './acknowledgement/service.ts'
import { FlagDevice } from './device.ts'
import { hidPort } from './hid.ts'
import type { HidPort } from './port.ts'
import { dataVersion, deskSignal, nextColourChange } from './queries.ts'

/** What the lamp shows now, why, and how it is with the device. */
export type FlagNow = {
  readonly signal: FlagSignal
  readonly shown: Shown
  /** Since when this frame is the one to show. */
  readonly sentAt: number
  readonly device: DeviceState
  readonly acknowledged: Acknowledgement | null
  readonly testing: FlagState | null
  /** When quiet hours end, while they last. */
  readonly quietUntil: number | null
}

type Reckoned = Omit<FlagNow, 'device'> & {
  readonly version: string
  readonly config: Config
  readonly at: number
  /** When time alone may change the answer. */
  readonly nextAt: number
}

const LOOK_MS = 300
const FRESH_MS = 1000
const TEST_MS = 5000

/** Keeps the lamp true to the desk: looks whether anything changed, and only then reckons anew. */
export class FlagKeeper {
  readonly #desk: Desk
  readonly #device: FlagDevice
  #timer: NodeJS.Timeout | null = null
  #reckoned: Reckoned | null = null
  #test: { readonly state: FlagState; readonly until: number } | null = null

  constructor(desk: Desk, port: HidPort = hidPort) {
    this.#desk = desk
    this.#device = new FlagDevice(port, () => this.#tell())
  }

  start(): void {
    this.#timer = setInterval(() => this.#lookSafely(), LOOK_MS).unref()
  }

  /** Turns the light off; within a second, whatever the device does. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    await this.#device.stop()
  }

  /** What the page shows; never older than a second. */
  now(): FlagNow {
    const known = this.#reckoned
    const stale = known === null || this.#desk.clock.now() - known.at >= FRESH_MS || this.#isDue(known)
    const { signal, shown, sentAt, acknowledged, testing, quietUntil } = stale ? this.#reckon() : known
    return { signal, shown, sentAt, acknowledged, testing, quietUntil, device: this.#device.state }
  }

  /** Shows a state for a few seconds, then what is true again. */
  test(state: FlagState): void {
    this.#test = { state, until: this.#desk.clock.now() + TEST_MS }
    this.#reckon()
    this.#tell()
  }

  look(): void {
    this.#followSettings()
    if (this.#reckoned === null || this.#isDue(this.#reckoned)) this.#reckon()
  }

  #lookSafely(): void {
    try {
      this.look()
    } catch (error) {
      this.#desk.log.error({ error }, 'The flag could not be reckoned')
    }
  }

  #followSettings(): void {
    const { enabled } = this.#desk.config.flag
    if (enabled === 'auto') this.#device.start()
    else if (this.#device.state.kind !== 'off') void this.#device.stop()
  }

  #isDue({ version, config, nextAt }: Reckoned): boolean {
    return version !== dataVersion(this.#desk) || config !== this.#desk.config || this.#desk.clock.now() >= nextAt
  }

  #reckon(): Reckoned {
    const { config, clock } = this.#desk
    const now = clock.now()
    const version = dataVersion(this.#desk)
    const signal = deskSignal(this.#desk)
    const quiet = isQuiet(config.flag.quietHours, now, config.timeZone)
    const edge = nextQuietEdge(config.flag.quietHours, now, config.timeZone)
    const acknowledged = this.#acknowledgement(signal.state)
    if (this.#test && this.#test.until <= now) this.#test = null

    const testing = this.#test?.state ?? null
    const mood = moodOf(config.flag, { calmed: acknowledged !== null, quiet })
    const shown = lightShown(testing ?? signal.state, config.flag, testing === null ? mood : 'usual')
    const nextAt = Math.min(nextColourChange(this.#desk) ?? Infinity, edge ?? Infinity, this.#test?.until ?? Infinity)
    const before = this.#reckoned
    const changed = !sameFrame(before?.shown.frame ?? null, shown.frame)
    const sentAt = changed ? now : (before?.sentAt ?? now)
    const quietUntil = quiet ? edge : null
    this.#reckoned = { signal, shown, sentAt, acknowledged, testing, quietUntil, version, config, at: now, nextAt }
    this.#device.show(shown.frame)
    if (changed && before) this.#tell()
    return this.#reckoned
  }

  /** One that no longer holds is taken away, so that it cannot hold again for something else. */
  #acknowledgement(state: FlagState): Acknowledgement | null {
    const stored = storedAcknowledgement(this.#desk)
    if (stored === null) return null
    if (stillHolds(stored, { state, isNew: hasNewTicket(this.#desk, stored) })) return stored

    forget(this.#desk, null).catch((error: unknown) => this.#desk.log.error({ error }, 'The flag could not be freed'))
    return null
  }

  #tell(): void {
    void this.#desk.bus.emit('flag.changed', { actorId: null })
  }
}
