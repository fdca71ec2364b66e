import { setTimeout as pause } from 'node:timers/promises'
import { deviceState, isFlag, troubleOf, type DeviceState } from '#domain/flag-device.ts'
import type { Frame } from '#domain/flag-frames.ts'
import { AppError } from '#lib/errors.ts'
import type { HidHandle, HidPort } from './port.ts'

const PATIENCE_MS = 5000

/** How it is with the device, without lighting it: whether one is there and may be opened. */
export async function probe(port: HidPort): Promise<DeviceState> {
  try {
    const handle = await openFirst(port)
    if (!handle) return deviceState('absent')
    await handle.close()
    return deviceState('connected')
  } catch (error) {
    return troubleOf(error)
  }
}

/** Opens the flag for one piece of work and lets go of it; fails in words. A running server may hold it open too. */
export async function withFlag(port: HidPort, work: (show: (frame: Frame) => Promise<void>) => Promise<void>) {
  const handle = await openFirst(port).catch((error: unknown) => {
    throw inWords(troubleOf(error), error)
  })
  if (!handle) throw inWords(deviceState('absent'))
  try {
    await work((frame) => inTime(handle.write(frame)))
  } catch (error) {
    throw error instanceof AppError ? error : inWords(troubleOf(error), error)
  } finally {
    await inTime(handle.close()).catch(() => undefined)
  }
}

async function openFirst(port: HidPort): Promise<HidHandle | null> {
  const [first] = (await inTime(port.list())).filter(isFlag)
  if (!first) return null
  const handle = await inTime(port.open(first.path))
  handle.onError(() => undefined)
  handle.onData(() => undefined)
  return handle
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  const over = new AbortController()
  const limit = pause(PATIENCE_MS, null, { signal: over.signal }).then(() => {
    throw new Error('The device did not answer in time.')
  })
  limit.catch(() => undefined)
  try {
    return await Promise.race([work, limit])
  } finally {
    over.abort()
  }
}

const inWords = ({ words, remedy, detail }: DeviceState, cause?: unknown): AppError =>
  new AppError('unavailable', [words, remedy, detail].filter((part) => part !== null).join('\n'), { cause })
