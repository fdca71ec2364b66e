import { deviceState, isFlag, troubleOf, type DeviceState } from '#domain/flag-device.ts'
import { frameOf, sameFrame, type Frame } from '#domain/flag-frames.ts'
import type { HidHandle, HidPort } from './port.ts'

const LOOK_MS = 3000
const SOON_MS = 250
const WRITE_MS = 1000
const OPEN_MS = 5000
const LEAVE_MS = 400
const OFF = frameOf({ kind: 'off' })

const ignore = () => undefined

/** Keeps the wanted frame on whatever flag is plugged in. Nothing here throws, and nobody waits for the device. */
export class FlagDevice {
  readonly #port: HidPort
  readonly #changed: () => void
  #state = deviceState('off')
  #running = false
  #handle: HidHandle | null = null
  #wanted: Frame | null = null
  #sent: Frame | null = null
  #writing = false
  #searching = false
  /** Calls that never came back. Each holds a thread of the process, so no further one is made until they end. */
  #hanging = 0
  #timer: NodeJS.Timeout | null = null

  constructor(port: HidPort, changed: () => void = ignore) {
    this.#port = port
    this.#changed = changed
  }

  get state(): DeviceState {
    return this.#state
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#become(deviceState('looking'))
    this.#lookIn(0)
  }

  /** A frame that is shown already is not sent again, or a strobe would begin anew each time. */
  show(frame: Frame): void {
    this.#wanted = frame
    void this.#pump()
  }

  /** Turns the light off and lets go of the device, within a second whatever the device does. */
  async stop(): Promise<void> {
    this.#running = false
    if (this.#timer) clearTimeout(this.#timer)
    const handle = this.#handle
    this.#handle = null
    this.#sent = null
    this.#become(deviceState('off'))
    if (handle === null) return
    await this.#bounded(handle.write(OFF), { ms: LEAVE_MS }).catch(ignore)
    await this.#bounded(handle.close(), { ms: LEAVE_MS }).catch(ignore)
  }

  #become(state: DeviceState): void {
    const same = state.kind === this.#state.kind && state.detail === this.#state.detail
    this.#state = state
    if (!same) this.#changed()
  }

  #lookIn(ms: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#look(), ms).unref()
  }

  async #look(): Promise<void> {
    if (!this.#running || this.#handle || this.#searching || this.#hanging > 0) return
    this.#searching = true
    const trouble = await this.#connect().catch(troubleOf)
    this.#searching = false
    if (trouble) this.#tellTrouble(trouble)
  }

  #tellTrouble(trouble: DeviceState): void {
    if (!this.#running) return
    this.#become(trouble)
    // The library is looked for once a process; installing it later does not help before a restart.
    if (trouble.kind !== 'no-library') this.#lookIn(LOOK_MS)
  }

  /** Answers why there is no connection, or null when there is one. */
  async #connect(): Promise<DeviceState | null> {
    const found = (await this.#bounded(this.#port.list(), { ms: OPEN_MS })).filter(isFlag)
    let trouble = deviceState('absent')
    for (const { path } of found) {
      const close = (late: HidHandle) => void late.close().catch(ignore)
      const handle = await this.#bounded(this.#port.open(path), { ms: OPEN_MS, late: close }).catch(troubleOf)
      if ('write' in handle) return this.#take(handle)
      trouble = handle
      if (this.#hanging > 0) break
    }
    return trouble
  }

  #take(handle: HidHandle): null {
    if (!this.#running) {
      void this.#bounded(handle.close()).catch(ignore)
      return null
    }
    handle.onError((error) => void this.#lose(handle, error))
    handle.onData(ignore)
    this.#handle = handle
    this.#sent = null
    this.#become(deviceState('connected'))
    void this.#pump()
    return null
  }

  async #pump(): Promise<void> {
    if (this.#writing) return
    this.#writing = true
    while (this.#handle && this.#wanted && !sameFrame(this.#wanted, this.#sent)) {
      const [handle, frame] = [this.#handle, this.#wanted]
      const failure = await this.#bounded(handle.write(frame)).then(() => null, troubleOf)
      if (failure) await this.#lose(handle, failure.detail)
      else if (handle === this.#handle) this.#sent = frame
    }
    this.#writing = false
  }

  /** The dead handle goes first, so that the system can give its number to the next. */
  async #lose(handle: HidHandle, error: unknown): Promise<void> {
    if (handle !== this.#handle) return
    this.#handle = null
    this.#sent = null
    this.#become(troubleOf(error))
    await this.#bounded(handle.close()).catch(ignore)
    if (this.#running) this.#lookIn(SOON_MS)
  }

  /** Fails when the device takes too long; `late` gets what comes after all. */
  async #bounded<Value>(
    work: Promise<Value>,
    { ms = WRITE_MS, late = ignore }: { ms?: number; late?: (value: Value) => void } = {},
  ): Promise<Value> {
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        this.#hanging += 1
        void work.then(late, ignore).finally(() => {
          this.#hanging -= 1
          if (this.#running) this.#lookIn(SOON_MS)
        })
        reject(new Error('The device did not answer in time.'))
      }, ms)
    })
    try {
      return await Promise.race([work, limit])
    } finally {
      clearTimeout(timer)
    }
  }
}
