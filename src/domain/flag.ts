import { roughly } from './durations.ts'
import type { Rgb } from './flag-frames.ts'
import { STAGE_WORDS, type Stage } from './stage.ts'

export type FlagState = 'feed-error' | Stage | 'waiting' | 'clear'

/** How a state looks on the lamp. */
export type Light = {
  readonly rgb: Rgb
  readonly pattern: 'solid' | 'fade' | 'strobe' | 'wave' | 'pattern'
  /** 0 is the fastest, 255 the slowest. */
  readonly speed: number
  /** Which wave, 1 to 5. */
  readonly wave: number
  /** Which of the device's own patterns, 1 to 8; it brings its own colours. */
  readonly program: number
}

export type Watched = {
  readonly counts: Readonly<Record<Stage, number>>
  readonly waitingOnAgent: number
  /** The most urgent ticket of the worst stage. */
  readonly worst: WorstTicket | null
  /** What keeps a mirrored system from being read, as a sentence. */
  readonly feedError: string | null
}

export type WorstTicket = {
  readonly id: number
  readonly number: string
  readonly title: string
  readonly stage: Stage
  readonly deadlineAt: number | null
}

export type FlagSignal = {
  readonly state: FlagState
  readonly word: string
  readonly sentence: string
  readonly ticketId: number | null
  readonly title: string | null
}

/** Which state wins, first come first shown; `clear` is what is left. */
export const FLAG_ORDER: readonly FlagState[] = [
  'feed-error',
  'overdue',
  'stage3',
  'stage2',
  'stage1',
  'stage0',
  'waiting',
]

const solid = (rgb: Rgb): Light => ({ rgb, pattern: 'solid', speed: 20, wave: 1, program: 5 })

/** Light has colours of its own: pale and dark ones of the page look alike on a lamp. */
export const LIGHTS: Readonly<Record<FlagState, Light>> = {
  'feed-error': solid([255, 0, 255]),
  overdue: { ...solid([255, 0, 0]), pattern: 'strobe' },
  stage3: solid([255, 0, 0]),
  stage2: solid([255, 80, 0]),
  stage1: solid([255, 180, 0]),
  stage0: solid([0, 80, 255]),
  waiting: solid([255, 180, 0]),
  clear: solid([0, 255, 0]),
}

export const FLAG_WORDS: Readonly<Record<FlagState, string>> = {
  ...STAGE_WORDS,
  'feed-error': 'Feed error',
  waiting: 'Waiting on agent',
  clear: 'All clear',
}

/** One state for everything that is watched, and the sentence that says why. */
export function flagSignal(watched: Watched, at: number, order: readonly FlagState[] = FLAG_ORDER): FlagSignal {
  const state = order.find((candidate) => applies(candidate, watched)) ?? 'clear'
  const worst = watched.worst?.stage === state ? watched.worst : null
  return {
    state,
    word: FLAG_WORDS[state],
    sentence: sentenceOf(state, { ...watched, worst }, at),
    ticketId: worst?.id ?? null,
    title: worst?.title ?? null,
  }
}

function applies(state: FlagState, { counts, waitingOnAgent, feedError }: Watched): boolean {
  if (state === 'feed-error') return feedError !== null
  if (state === 'waiting') return waitingOnAgent > 0
  return state === 'clear' || counts[state] > 0
}

function sentenceOf(state: FlagState, watched: Watched, at: number): string {
  if (state === 'feed-error') return watched.feedError ?? FLAG_WORDS[state]
  if (state === 'clear') return FLAG_WORDS[state]
  if (state === 'waiting')
    return `${tickets(watched.waitingOnAgent)} ${watched.waitingOnAgent === 1 ? 'waits' : 'wait'} on an agent`
  if (state === 'stage0') return `${tickets(watched.counts.stage0)} on track`
  return watched.worst ? worstSentence(watched.worst, at) : `${tickets(watched.counts[state])}: ${STAGE_WORDS[state]}`
}

function worstSentence({ number, stage, deadlineAt }: WorstTicket, at: number): string {
  if (deadlineAt === null) return stage === 'overdue' ? `${number} is overdue` : `${number}: ${STAGE_WORDS[stage]}`

  const length = roughly((deadlineAt - at) / 1000)
  return deadlineAt <= at ? `${number} is ${length} overdue` : `${number} is due in ${length}`
}

const tickets = (count: number): string => `${count} ${count === 1 ? 'ticket' : 'tickets'}`
