import { parseSearch } from './parse.ts'
import { isOperator } from './terms.ts'

const PEOPLE = new Set(['assignee', 'requester', 'watcher'])
const STATES = new Set(['mine', 'watched'])

/** Whether a search means whoever looks, so that it finds something else for everybody. */
export const meansViewer = (text: string): boolean =>
  parseSearch(text)
    .filter(isOperator)
    .some(({ name, values }) =>
      values.some(({ text: word, quoted }) => {
        if (PEOPLE.has(name)) return !quoted && word === 'me'
        return name === 'is' && STATES.has(word.toLowerCase())
      }),
    )
