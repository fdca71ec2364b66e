import { describe, expect, it } from 'vitest'
import { can, moversOf } from '#domain/access.ts'

describe('who may do what', () => {
  it.each([
    ['tickets.create', true, true, true],
    ['tickets.reply', true, true, true],
    ['tickets.move', true, true, true],
    ['live.see', true, true, true],
    ['board.see', true, true, false],
    ['tickets.assign', true, true, false],
    ['tickets.note', true, true, false],
    ['attachments.remove', true, true, false],
    ['flag.see', true, true, false],
    ['flag.acknowledge', true, true, false],
    ['flag.settings', true, false, false],
    ['tickets.delete', true, false, false],
    ['updates.remove', true, false, false],
    ['settings.edit', true, false, false],
    ['people.edit', true, false, false],
    ['imports.run', true, false, false],
  ] as const)('%s: admin %s, agent %s, client %s', (permission, admin, agent, client) => {
    expect([can('admin', permission), can('agent', permission), can('client', permission)]).toEqual([
      admin,
      agent,
      client,
    ])
  })
})

it.each([
  ['admin', false, ['admin']],
  ['agent', true, ['agent', 'requester']],
  ['client', true, ['requester']],
  ['client', false, []],
] as const)('a %s who is the requester (%s) moves as %j', (role, isRequester, movers) => {
  expect(moversOf(role, isRequester)).toEqual(movers)
})
