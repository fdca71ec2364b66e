import type { Log } from '#lib/logger.ts'

export type RecordingLog = Log & {
  readonly errors: readonly unknown[]
  /** What was told beside errors and warnings. */
  readonly told: readonly unknown[][]
  /** A test that expects a bug to be logged says so. */
  readonly allowErrors: () => void
  readonly expectNoErrors: () => void
}

/** Keeps what is logged as an error; a test that logs one without expecting it fails. */
export function recordingLog(): RecordingLog {
  const errors: unknown[] = []
  const told: unknown[][] = []
  let allowed = false
  const quiet = () => undefined
  return {
    info: (...parts: unknown[]) => void told.push(parts),
    warn: quiet,
    debug: quiet,
    error: (...parts: unknown[]) => void errors.push(parts),
    errors,
    told,
    allowErrors: () => {
      allowed = true
    },
    expectNoErrors: () => {
      const [first] = errors as [{ error?: Error }?][]
      if (!allowed && first) throw new Error('A test logged an error', { cause: first[0]?.error ?? first })
    },
  }
}
