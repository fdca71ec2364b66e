/** The only place that knows what time it is; tests hand in one that stands still. */
export type Clock = { readonly now: () => number }

export const systemClock: Clock = { now: () => Date.now() }
