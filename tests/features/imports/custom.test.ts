import { expect, it } from 'vitest'
import { fieldsInUse } from '#features/fields/queries.ts'
import { importTickets } from '#features/imports/service.ts'
import { openCsvSource } from '#features/imports/source.ts'
import type { Desk } from '#src/desk.ts'
import { admin, layDesk, NOW } from './desk.ts'
import { written } from './read.ts'

async function withFields(): Promise<Desk> {
  const desk = layDesk()
  const field = { entity: 'ticket', help: '', options: '[]', visibleTo: 'client', editableBy: 'agent', removedAt: null }
  await desk.db.write(({ hot }) => {
    hot.insert('Field', { ...field, key: 'rack_unit', label: 'Rack unit', type: 'text', position: 1 })
    hot.insert('Field', { ...field, key: 'cost', label: 'Cost', type: 'number', position: 2 })
    hot.insert('Field', { ...field, key: 'colour', label: 'Colour', type: 'choice', options: '["Red"]', position: 3 })
    hot.insert('Field', { ...field, key: 'old', label: 'Old', type: 'text', position: 4, removedAt: NOW })
    hot.insert('Field', { ...field, key: 'status', label: 'Status', type: 'text', position: 5 })
  })
  return desk
}

const bring = async (desk: Desk, csv: string) =>
  importTickets(desk, admin, {
    source: await openCsvSource(written(csv), { zone: 'UTC', fields: fieldsInUse(desk, 'ticket') }),
    preview: false,
  })

const values = ({ db }: Desk) =>
  db.sql.rows<[string, string, string]>(
    `SELECT t.title, f.key, v.text FROM FieldValue v JOIN Field f ON f.id = v.fieldId JOIN Ticket t ON t.id = v.ticketId
     ORDER BY 1, 2`,
  )

it('fills custom fields from columns named by their label or key', async () => {
  const desk = await withFields()
  await bring(desk, 'Title,Rack Unit,cost,field.colour\nOne,12,4.50,red\nTwo,,,\n')
  expect(values(desk)).toEqual([
    ['One', 'colour', 'Red'],
    ['One', 'cost', '4.5'],
    ['One', 'rack_unit', '12'],
  ])
  expect((await desk.db.read.ticket.findFirstOrThrow({ where: { title: 'One' } })).notes).toBe('')
})

it('keeps among the notes what a field cannot hold, and what a removed one held', async () => {
  const desk = await withFields()
  await bring(desk, 'Title,Cost,Colour,Old\nOne,many,Blue,kept\n')
  expect(values(desk)).toEqual([])
  const { notes } = await desk.db.read.ticket.findFirstOrThrow()
  expect(notes.split('\n')).toEqual(['Cost: many', 'Colour: Blue', 'Old: kept'])
})

it('reads a column of that name into what every ticket has, unless it says that it is the field', async () => {
  const desk = await withFields()
  await bring(desk, 'Title,Status,field.status\nOne,Closed,from the old desk\n')
  expect((await desk.db.read.ticket.findFirstOrThrow()).statusKind).toBe('closed')
  expect(values(desk)).toEqual([['One', 'status', 'from the old desk']])
})
