import { progress as progressBar } from '@clack/prompts'
import type { Progress } from './service.ts'

export type Terminal = { readonly write: (text: string) => void; readonly interactive: boolean }

/** Where the command was typed. */
export const ownTerminal = (): Terminal => ({
  write: (text) => void process.stdout.write(text),
  interactive: process.stdout.isTTY,
})

export type ProgressView = { readonly show: (progress: Progress) => void; readonly stop: () => void }

const LINE_EVERY = 1000
const STEPS = 100

/** A bar for people; for logs and pipes a plain line every thousand tickets. */
export const progressIn = (terminal: Terminal): ProgressView => (terminal.interactive ? bar() : lines(terminal))

function bar(): ProgressView {
  const view = progressBar({ max: STEPS })
  let shown = 0
  view.start('Reading')
  return {
    show: (progress) => {
      const step = Math.floor(progress.share * STEPS)
      view.advance(step - shown, inWords(progress))
      shown = step
    },
    stop: () => view.stop('Read'),
  }
}

function lines({ write }: Terminal): ProgressView {
  let told = 0
  return {
    show: (progress) => {
      const done = Math.floor((progress.created + progress.skipped) / LINE_EVERY)
      if (done > told) write(`${inWords(progress)}\n`)
      told = done
    },
    stop: () => undefined,
  }
}

const inWords = ({ created, skipped, rejected }: Progress) =>
  `${created} created, ${skipped} already here, ${rejected} rejected`
