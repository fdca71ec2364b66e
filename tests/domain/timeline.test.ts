import { expect, it } from 'vitest'
import { describeChange, describeChanges, foretellChanges, type Change } from '#domain/timeline.ts'

const change = (field: string, from: string | null, to: string | null): Change => ({ field, from, to })

it.each([
  ['created', null, null, 'opened this ticket'],
  ['priority', 'High', 'Critical', 'changed priority from High to Critical'],
  ['status', 'Open', 'In Progress', 'changed status from Open to In Progress'],
  ['tag', null, 'vpn', 'added tag vpn'],
  ['tag', 'vpn', null, 'removed tag vpn'],
  ['asset', null, 'FW-HS-01', 'linked asset FW-HS-01'],
  ['watcher', null, 'Priya Patel', 'added watcher Priya Patel'],
  ['attachment', null, 'log.txt', 'attached log.txt'],
  ['attachment', 'log.txt', null, 'removed attachment log.txt'],
  ['assignee', null, 'Troy Pound', 'assigned it to Troy Pound'],
  ['assignee', 'Nikhil Shah', 'Troy Pound', 'assigned it to Troy Pound'],
  ['assignee', 'Troy Pound', null, 'released it from Troy Pound'],
  ['holdReason', null, 'Awaiting parts', 'put it on hold: Awaiting parts'],
  [
    'holdReason',
    'Awaiting parts',
    'Awaiting access',
    'changed the reason for the hold from Awaiting parts to Awaiting access',
  ],
  ['merged', null, '1021', 'merged this ticket into 1021'],
  ['merged', '1030', null, 'merged 1030 into this ticket'],
  ['description', 'old', 'new', 'changed the description'],
  ['dueAt', null, '21 Nov, 10:12', 'set due date to 21 Nov, 10:12'],
  ['dueAt', '21 Nov, 10:12', null, 'removed due date 21 Nov, 10:12'],
  ['resolution', null, 'Fixed', 'set resolution to Fixed'],
  ['serial_number', 'A1', 'B2', 'changed serial number from A1 to B2'],
  ['roomNumber', 'A1', 'B2', 'changed room number from A1 to B2'],
  ['constructor', 'Hall & Co', 'Lift Ltd', 'changed constructor from Hall & Co to Lift Ltd'],
  ['Room on Level 3', null, '304', 'set Room on Level 3 to 304'],
])('tells a change of %s from %j to %j', (field, from, to, text) => {
  expect(describeChange(change(field, from, to)).text).toBe(text)
})

it('emphasises the values and leaves the markup to the page', () => {
  expect(describeChange(change('priority', 'High', '<b>Critical</b>')).parts).toEqual([
    { text: 'changed priority from High to ', strong: false },
    { text: '<b>Critical</b>', strong: true },
  ])
})

it('tells a hold once', () => {
  expect(
    describeChanges([change('status', 'Open', 'On Hold'), change('holdReason', null, 'Awaiting parts')]).text,
  ).toBe('put it on hold: Awaiting parts')
})

it('does not mention the reason of a hold that ends', () => {
  expect(
    describeChanges([change('status', 'On Hold', 'Open'), change('holdReason', 'Awaiting parts', null)]).text,
  ).toBe('changed status from On Hold to Open')
})

it('joins several changes into one sentence', () => {
  const two = [change('priority', 'High', 'Critical'), change('asset', null, 'FW-HS-01')]
  expect(describeChanges(two).text).toBe('changed priority from High to Critical and linked asset FW-HS-01')
  expect(describeChanges([change('tag', null, 'a'), change('tag', null, 'b'), change('tag', 'c', null)]).text).toBe(
    'added tag a, added tag b and removed tag c',
  )
  expect(describeChanges([])).toEqual({ text: '', parts: [] })
})

it.each([
  ['priority', 'High', 'Critical', 'change priority from High to Critical'],
  ['tag', null, 'vpn', 'add tag vpn'],
  ['tag', 'vpn', null, 'remove tag vpn'],
  ['watcher', null, 'Priya Patel', 'add watcher Priya Patel'],
  ['assignee', null, 'Troy Pound', 'assign it to Troy Pound'],
  ['assignee', 'Troy Pound', null, 'release it from Troy Pound'],
  ['holdReason', null, 'Awaiting parts', 'put it on hold: Awaiting parts'],
  ['dueAt', null, '21 Nov, 10:12', 'set due date to 21 Nov, 10:12'],
  ['snoozed', null, '21 Nov, 10:12', 'snooze it until 21 Nov, 10:12'],
])('foretells %s from %s to %s', (field, from, to, words) => {
  expect(foretellChanges([change(field, from, to)])).toBe(words)
})

it('foretells several changes in one sentence', () => {
  const some = [change('tag', null, 'vpn'), change('tag', 'printer', null), change('status', 'Open', 'Resolved')]
  expect(foretellChanges(some)).toBe('add tag vpn, remove tag printer and change status from Open to Resolved')
  expect(foretellChanges([])).toBe('')
})
