/** A device as the system lists it, whether or not it may be opened. */
export type HidFound = {
  readonly path: string
  readonly vendorId: number
  readonly productId: number
  readonly product: string
}

export type HidHandle = {
  readonly write: (bytes: readonly number[]) => Promise<void>
  readonly close: () => Promise<void>
  /** The device is gone; what is heard may be a bare string. */
  readonly onError: (hear: (error: unknown) => void) => void
  readonly onData: (hear: (bytes: Uint8Array) => void) => void
}

/** The way to the devices of this machine. */
export type HidPort = {
  readonly list: () => Promise<readonly HidFound[]>
  readonly open: (path: string) => Promise<HidHandle>
}
