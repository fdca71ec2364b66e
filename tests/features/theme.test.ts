import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'

it("draws the operator's colours, for light paper and for dark", async () => {
  const { visitor } = await openHouse({
    config: { colors: { gradient: { stage1: '#abc' }, statuses: { 'On Hold': '#123456' } } },
  })

  const { text, headers } = await visitor().get('/theme.css').expect(200)

  expect(headers['content-type']).toContain('text/css')
  expect(text).toMatch(/--stage1:light-dark\(#AABBCC,/)
  expect(text).toMatch(/--status-on_hold:light-dark\(#123456,/)
  expect(text).toContain('.u-overdue{--c:var(--overdue)}')
})

it('draws the flag as an icon in each of its states, and the clear one for any other', async () => {
  const { visitor } = await openHouse()
  const icon = async (state: string) =>
    String((await visitor().get(`/favicon.svg?state=${state}`).expect(200).expect('content-type', /svg/)).body)

  expect(await icon('overdue')).toContain('#7F1D1D')
  expect(await icon('clear')).toContain('#22C55E')
  expect(await icon('%22%3E%3Cscript%3E')).toBe(await icon('clear'))
})
