import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { formOf, problemAt } from './page.ts'

it('keeps theme, density, keys and zone for each person', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const [troy, ann] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green')]

  await troy.post('/me', { theme: 'dark', density: 'compact', keys: 'off', zone: 'Asia/Tokyo' }).expect(303)

  const page = (await troy.get('/me')).text
  expect(page).toMatch(/<html[^>]*data-theme="dark" data-density="compact"[^>]*data-keys="off"/)
  expect(formOf(page, '/me')).toMatchObject({ theme: 'dark', density: 'compact', keys: 'off', zone: 'Asia/Tokyo' })
  expect((await ann.get('/')).text).toMatch(/<html[^>]*data-theme="system" data-density="normal"[^>]*data-keys="on"/)
})

it('changes one thing and leaves the others, and goes back to where one was', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await browser.post('/me', { theme: 'dark', density: 'compact', keys: 'off', zone: 'Asia/Tokyo' }).expect(303)

  const answer = await browser.post('/me/appearance', { theme: 'light', back: '/tickets?sort=due' }).expect(303)

  expect(answer.headers.location).toBe('/tickets?sort=due')
  expect(formOf((await browser.get('/me')).text, '/me')).toMatchObject({
    theme: 'light',
    density: 'compact',
    keys: 'off',
    zone: 'Asia/Tokyo',
  })
  for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example'])
    expect((await browser.post('/me/appearance', { theme: 'dark', back }).expect(303)).headers.location).toBe('/')
})

it('takes the zone of the installation again when the box is emptied, and none that there is not', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await browser.post('/me', { zone: 'Asia/Tokyo' }).expect(303)
  await browser.post('/me', { zone: '' }).expect(303)
  expect(formOf((await browser.get('/me')).text, '/me').zone).toBe('Europe/Berlin')

  const { text } = await browser.post('/me', { zone: 'Moon/Crater', theme: 'light' }).expect(422)
  expect(problemAt(text, 'zone')).toBe('There is no such time zone. Write it as Europe/Berlin.')
  expect(formOf(text, '/me')).toMatchObject({ zone: 'Moon/Crater', theme: 'light' })
})
