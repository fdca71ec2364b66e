import { describe, expect, it } from 'vitest'
import { FLAG_ORDER, flagSignal, LIGHTS, type Watched } from '#domain/flag.ts'
import { STAGES, type Stage } from '#domain/stage.ts'
import { HOUR, NOW } from './given.ts'

const NONE = { stage0: 0, stage1: 0, stage2: 0, stage3: 0, overdue: 0 }
const watched = (over: Partial<Watched> = {}): Watched => ({
  counts: NONE,
  waitingOnAgent: 0,
  worst: null,
  feedError: null,
  ...over,
})
const worst = (stage: Stage, hours: number | null) =>
  watched({
    counts: { ...NONE, stage0: 9, [stage]: 1 },
    waitingOnAgent: 5,
    worst: { id: 21, number: '1021', title: 'Gateway', stage, deadlineAt: hours === null ? null : NOW + hours * HOUR },
  })

describe('the flag says', () => {
  it.each([
    ['overdue', -4.5, 'Overdue', '1021 is 4 h overdue'],
    ['overdue', null, 'Overdue', '1021 is overdue'],
    ['stage3', 2, 'Critical', '1021 is due in 2 h'],
    ['stage2', 10, 'Warning', '1021 is due in 10 h'],
    ['stage1', 30, 'Watch', '1021 is due in 1 d'],
    ['stage1', null, 'Watch', '1021: Watch'],
  ] as const)('at %s, due in %s h: %s, %s', (stage, hours, word, sentence) => {
    expect(flagSignal(worst(stage, hours), NOW)).toEqual({
      state: stage,
      word,
      sentence,
      ticketId: 21,
      title: 'Gateway',
    })
  })

  it.each([
    ['clear', {}, 'All clear'],
    ['stage0', { counts: { ...NONE, stage0: 12 } }, '12 tickets on track'],
    ['waiting', { waitingOnAgent: 1 }, '1 ticket waits on an agent'],
    ['waiting', { waitingOnAgent: 3 }, '3 tickets wait on an agent'],
    ['stage2', { counts: { ...NONE, stage2: 2 } }, '2 tickets: Warning'],
    ['feed-error', { feedError: 'Freshservice does not answer' }, 'Freshservice does not answer'],
  ] as const)('%s for %j: %s', (state, over, sentence) => {
    expect(flagSignal(watched(over), NOW)).toMatchObject({ state, sentence, ticketId: null })
  })
})

describe('what wins', () => {
  it('is the feed error, then the worst stage, then what waits', () => {
    const all = watched({ counts: { stage0: 1, stage1: 1, stage2: 1, stage3: 1, overdue: 1 }, waitingOnAgent: 1 })
    expect(flagSignal({ ...all, feedError: 'down' }, NOW).state).toBe('feed-error')
    for (const stage of STAGES.toReversed()) {
      const above = STAGES.slice(STAGES.indexOf(stage) + 1).map((one) => [one, 0])
      const counts = { ...all.counts, ...(Object.fromEntries(above) as Partial<typeof NONE>) }
      expect(flagSignal({ ...all, counts }, NOW).state).toBe(stage)
    }
    expect(flagSignal({ ...all, counts: NONE }, NOW).state).toBe('waiting')
  })

  it('is the operator’s choice', () => {
    const order = ['feed-error', 'overdue', 'waiting'] as const
    expect(flagSignal({ ...worst('stage3', 2) }, NOW, order)).toMatchObject({ state: 'waiting', ticketId: null })
    expect(flagSignal(watched({ counts: { ...NONE, stage1: 1 } }), NOW, order).state).toBe('clear')
  })
})

it('has a light for every state, and strobes only when it must', () => {
  expect(Object.keys(LIGHTS).toSorted()).toEqual([...FLAG_ORDER, 'clear'].toSorted())
  expect(
    Object.entries(LIGHTS)
      .filter(([, light]) => light.pattern === 'strobe')
      .map(([state]) => state),
  ).toEqual(['overdue'])
  expect(LIGHTS['feed-error'].rgb).toEqual([255, 0, 255])
  expect(LIGHTS.clear.rgb).toEqual([0, 255, 0])
})
