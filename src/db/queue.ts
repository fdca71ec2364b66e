import { AppError } from '#lib/errors.ts'

/** Lets one piece of work run at a time, in the order in which they came; refuses when too many wait. */
export function serialQueue(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let tail: Promise<unknown> = Promise.resolve()
  let waiting = 0

  return (work) => {
    if (waiting >= most)
      return Promise.reject(new AppError('unavailable', 'Too much is being saved at once. Try again in a moment.'))
    waiting += 1
    const done = tail.then(work).finally(() => {
      waiting -= 1
    })
    tail = done.catch(() => undefined)
    return done
  }
}
