import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  draftsAfterSending,
  NO_DRAFTS,
  parseRef,
  saveDraftEntry,
  withEntryFirst,
  withoutEntry,
  writeRef,
  type DraftRef,
  type Drafts,
} from '#domain/drafts.ts'

const fresh = (window: string): DraftRef => ({ slot: null, rev: null, window })
const save = (drafts: Drafts, { ref, body, at = 1 }: { ref: DraftRef; body: string; at?: number }) =>
  saveDraftEntry(drafts, { ref, at, fields: { body: [body] }, blank: body === '' })
const bodies = ({ entries }: Drafts) => entries.map(({ fields }) => fields.body?.[0])

describe('unfinished writing', () => {
  it('goes on in its own entry, saving after saving', () => {
    const one = save(NO_DRAFTS, { ref: fresh('a'), body: 'H' })
    const two = save(one.drafts, { ref: one.ref, body: 'He', at: 2 })
    expect(bodies(two.drafts)).toEqual(['He'])
    expect(two.ref).toEqual({ slot: 1, rev: 2, window: 'a' })
  })

  it('keeps both of two windows, the newer first', () => {
    const one = save(NO_DRAFTS, { ref: fresh('a'), body: 'From a' })
    const two = save(one.drafts, { ref: fresh('b'), body: 'From b', at: 2 })
    expect(bodies(two.drafts)).toEqual(['From b', 'From a'])
    const three = save(two.drafts, { ref: one.ref, body: 'From a, more', at: 3 })
    expect(bodies(three.drafts)).toEqual(['From a, more', 'From b'])
  })

  it('tells two windows apart that went on with the same entry', () => {
    const one = save(NO_DRAFTS, { ref: fresh('a'), body: 'Begun' })
    const opened = { slot: one.ref.slot, rev: one.ref.rev }
    const two = save(one.drafts, { ref: { ...opened, window: 'b' }, body: 'Begun in b', at: 2 })
    const three = save(two.drafts, { ref: { ...opened, window: 'c' }, body: 'Begun in c', at: 3 })
    expect(bodies(three.drafts)).toEqual(['Begun in c', 'Begun in b'])
  })

  it('is gone once it was sent, even if a saving comes late', () => {
    const one = save(NO_DRAFTS, { ref: fresh('a'), body: 'Sent' })
    const other = save(one.drafts, { ref: fresh('b'), body: 'Not sent', at: 2 })
    const sent = draftsAfterSending(other.drafts, one.ref)
    expect(bodies(sent)).toEqual(['Not sent'])
    expect(bodies(save(sent, { ref: one.ref, body: 'Sent', at: 3 }).drafts)).toEqual(['Not sent'])
  })

  it('is gone where another window held the same, such as one that crashed while it was saved', () => {
    const one = save(NO_DRAFTS, { ref: fresh('a'), body: 'Sent  \r\nwhole ' })
    const other = save(one.drafts, { ref: fresh('b'), body: 'Not sent', at: 2 })
    expect(bodies(draftsAfterSending(other.drafts, fresh('c'), 'Sent\nwhole'))).toEqual(['Not sent'])
    expect(bodies(draftsAfterSending(other.drafts, fresh('c'), ''))).toEqual(['Not sent', 'Sent  \r\nwhole '])
  })

  it('is gone when nothing is left in the form, discarded or chosen', () => {
    const one = save(NO_DRAFTS, { ref: fresh('a'), body: 'One' })
    const two = save(one.drafts, { ref: fresh('b'), body: 'Two', at: 2 })
    expect(bodies(save(two.drafts, { ref: two.ref, body: '', at: 3 }).drafts)).toEqual(['One'])
    expect(bodies(withoutEntry(two.drafts, 1))).toEqual(['Two'])
    expect(bodies(withEntryFirst(two.drafts, 1))).toEqual(['One', 'Two'])
  })

  it('never loses the text of the window that saves, and never keeps more than three', () => {
    const step = fc.record({ window: fc.constantFrom('a', 'b', 'c', 'd'), body: fc.string({ minLength: 1 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const refs = new Map<string, DraftRef>()
        let drafts = NO_DRAFTS
        for (const [at, { window, body }] of steps.entries()) {
          const saved = save(drafts, { ref: refs.get(window) ?? fresh(window), body, at })
          drafts = saved.drafts
          refs.set(window, saved.ref)
          expect(bodies(drafts)[0]).toBe(body)
          expect(drafts.entries.length).toBeLessThanOrEqual(3)
          expect(new Set(drafts.entries.map(({ slot }) => slot)).size).toBe(drafts.entries.length)
        }
      }),
    )
  })
})

it.each(['..', '3.2.k5j1-9', '..w'])('reads the reference %s as it was written', (text) => {
  const ref = parseRef(text)
  expect(ref && writeRef(ref)).toBe(text)
})

it.each(['', 'x', '1.2', '1.2.a b', '1.2.3.4'])('takes %j for no reference', (text) =>
  expect(parseRef(text)).toBeNull(),
)
