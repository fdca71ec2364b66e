import { describe, expect, it } from 'vitest'
import { addField } from './fields.ts'
import { change, openTeam, pageOf, preview, ticketOf } from './bulk.ts'
import { eventsOf, factsOf, formOf, mainOf, openTicket, problemAt } from './page.ts'

async function openFields() {
  const team = await openTeam()
  const admin = await team.house.as('admin', 'Adam Admin')
  await addField(team.house, admin, { label: 'Asset tag' })
  await addField(team.house, admin, { label: 'Floor', type: 'choice', options: 'One\nTwo' })
  await addField(team.house, admin, { label: 'Rooms', type: 'choices', options: 'A\nB\nC' })
  await addField(team.house, admin, { label: 'Billable', type: 'checkbox' })
  await addField(team.house, admin, { label: 'Budget', type: 'number', visibleTo: 'admin', editableBy: 'admin' })
  return { ...team, admin }
}
const undoIn = (html: string) => /action="(\/undo\/\d+)"/.exec(html)?.[1] ?? ''

describe('fields of the operator’s own', () => {
  it('are filled in on many tickets at once, and emptied again by one undo', async () => {
    const { agent, ids, all } = await openFields()
    const wanted = {
      ...{ ids: all, 'field.asset_tag': 'PC-7', 'field.floor': 'Two', 'field.billable': 'yes' },
      'field.rooms': 'B\nA',
    }
    const { text, href, previewed } = await change(agent, wanted)
    expect(mainOf(previewed)).toContain('Asset tag: PC-7 Floor: Two Rooms: A, B Billable: Yes')
    expect(mainOf(text)).toContain('3 changed')
    for (const id of ids)
      expect(factsOf(await pageOf(agent, id))).toMatchObject({ 'Asset tag': 'PC-7', Floor: 'Two', Rooms: 'A B' })
    expect(eventsOf(await pageOf(agent, ids[0] ?? 0)).at(-1)).toContain('Asset tag')

    await agent.post(
      `/tickets/${ids[1]}/edit`,
      await editOf(agent, ids[1] ?? 0, { 'field.asset_tag': 'PC-8', 'field.rooms': 'A\nB' }),
    )
    await agent.post(undoIn(text), { next: href }).expect(303)
    expect((await agent.get(href)).text).toContain('On 1 ticket only in part')
    expect(factsOf(await pageOf(agent, ids[0] ?? 0))).not.toHaveProperty('Asset tag')
    expect(factsOf(await pageOf(agent, ids[0] ?? 0))).not.toHaveProperty('Floor')
    expect(factsOf(await pageOf(agent, ids[1] ?? 0))).toMatchObject({ 'Asset tag': 'PC-8' })
    expect(factsOf(await pageOf(agent, ids[1] ?? 0))).not.toHaveProperty('Rooms')
  })

  it('are emptied where that is ticked, and say which tickets are so already', async () => {
    const { agent, ids, all } = await openFields()
    await change(agent, { ids: String(ids[0]), 'field.asset_tag': 'PC-7', 'field.floor': 'One' })
    const form = { ids: all, clear: 'field.asset_tag field.floor' }
    const page = mainOf(await preview(agent, form))
    expect(page).toContain('Asset tag: none Floor: none')
    expect(page).toMatch(/1 will change.*2 are so already/)
    const { text } = await change(agent, form)
    expect(factsOf(await pageOf(agent, ids[0] ?? 0))).not.toHaveProperty('Floor')
    await agent.post(undoIn(text), {}).expect(303)
    expect(factsOf(await pageOf(agent, ids[0] ?? 0))).toMatchObject({ 'Asset tag': 'PC-7', Floor: 'One' })
  })

  it('are refused beside the field, and nothing typed is lost', async () => {
    const { agent, all, ids } = await openFields()
    const wrong = { ids: all, 'field.floor': 'Cellar', 'field.asset_tag': 'x', clear: 'field.asset_tag' }
    const { text } = await agent.post('/tickets/bulk/preview', wrong).expect(422)
    expect(problemAt(text, 'field.floor')).toBe('Choose one of the list.')
    expect(problemAt(text, 'field.asset_tag')).toBe('Give a value, or tick that it shall be empty.')
    expect(formOf(text, '/tickets/bulk/preview')['field.asset_tag']).toBe('x')
    await agent.post(`/tickets/${ids[0]}/status`, { to: 'cancelled' }).expect(303)
    expect(mainOf(await preview(agent, { ids: String(ids[0]), 'field.asset_tag': 'x' }))).toContain(
      'This ticket has ended, so its fields stay as they are.',
    )
  })

  it('are for those who may fill them in', async () => {
    const { agent, admin, all } = await openFields()
    const form = await agent.post('/tickets/bulk', { ids: all }).expect(200)
    expect(form.text).toContain('field.asset_tag')
    expect(form.text).not.toContain('field.budget')
    await agent.post('/tickets/bulk/preview', { ids: all, 'field.budget': '5' }).expect(422)
    expect(mainOf(await preview(admin, { ids: all, 'field.budget': '5' }))).toContain('Budget: 5')
  })
})

it('sends no reply with a field that nobody knows', async () => {
  const { agent, all } = await openTeam()
  const { text } = await agent.post('/tickets/bulk/preview', { ids: all, reply: 'Hi {{ requestor.name }}' }).expect(422)
  expect(problemAt(text, 'reply')).toContain(
    'There is no field {{ requestor.name }}. Did you mean {{ requester.name }}?',
  )
  expect(formOf(text, '/tickets/bulk/preview').reply).toBe('Hi {{ requestor.name }}')
  await preview(agent, { ids: all, reply: 'Hi {{ requester.name | you }}' })
})

describe('the requester', () => {
  it('is changed on many tickets, by the rules of the ticket’s own form, and back', async () => {
    const { desk, agent, ids, all } = await openTeam()
    await agent.post(`/tickets/${ids[2]}/status`, { to: 'cancelled' }).expect(303)
    const { text, previewed } = await change(agent, { ids: all, requester: 'Nora New <nora@example.com>' })
    expect(mainOf(previewed)).toContain('Requester: Nora New <nora@example.com>')
    expect(mainOf(previewed)).toMatch(/2 will change.*1 cannot change.*This ticket has ended/)
    expect(factsOf(await pageOf(agent, ids[0] ?? 0)).Requester).toContain('Nora New')
    await agent.post(undoIn(text), {}).expect(303)
    expect(factsOf(await pageOf(agent, ids[0] ?? 0)).Requester).toContain('Rita 0')

    await change(agent, { ids: String(ids[0]), noRequester: 'on' })
    expect((await ticketOf(desk, ids[0] ?? 0)).requesterId).toBeNull()
    const both = { ids: all, noRequester: 'on', requester: 'Nora' }
    const { text: refused } = await agent.post('/tickets/bulk/preview', both).expect(422)
    expect(problemAt(refused, 'requester')).toBe('Name a requester, or tick that there is none.')
  })

  it('may be somebody of the same name', async () => {
    const { desk, agent } = await openTeam(0)
    const id = await openTicket(agent, { requester: 'Jo Smith <jo@a.example>' })
    await agent
      .post(`/tickets/${id}/edit`, await editOf(agent, id, { requester: 'Jo Smith <jo@b.example>' }))
      .expect(303)
    const mail = () =>
      desk.db.sql.get<{ email: string }>(
        'SELECT p.email FROM Ticket t JOIN Person p ON p.id = t.requesterId WHERE t.id = @id',
        { id },
      )?.email
    expect(mail()).toBe('jo@b.example')
    await change(agent, { ids: String(id), requester: 'Jo Smith <jo@a.example>' })
    expect(mail()).toBe('jo@a.example')
  })
})

const editOf = async (
  browser: Parameters<typeof pageOf>[0],
  id: number,
  changes: Readonly<Record<string, string>>,
): Promise<Record<string, string>> => ({
  ...formOf((await browser.get(`/tickets/${id}/edit`).expect(200)).text, `/tickets/${id}/edit`),
  ...changes,
})
