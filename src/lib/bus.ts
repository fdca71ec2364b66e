type Reader<Payload> = (payload: Payload) => void | Promise<void>

/** An in-process notice board: features pin events to it without knowing who reads them. */
export class Bus<Events extends object> {
  readonly #readers = new Map<keyof Events, Reader<never>[]>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  on<Name extends keyof Events>(name: Name, reader: Reader<Events[Name]>): void {
    this.#readers.set(name, [...(this.#readers.get(name) ?? []), reader])
  }

  /** Never throws: the change is already committed, so a failing reader must not undo it. */
  async emit<Name extends keyof Events>(name: Name, payload: Events[Name]): Promise<void> {
    for (const reader of this.#readers.get(name) ?? []) {
      try {
        await (reader as Reader<Events[Name]>)(payload)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
