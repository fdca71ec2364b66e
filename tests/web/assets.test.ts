import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'

it('lets browsers keep what a page needs for a year, under an address that changes with it', async () => {
  const { visitor } = await openHouse()
  const { text } = await visitor().get('/').expect(200)
  const urls = [...text.matchAll(/(?:href|src)="(\/assets\/(?:css|js)\/[^"]+)"/g)].map(([, url]) => url ?? '')
  expect(urls.length).toBeGreaterThan(1)

  for (const url of urls) {
    expect(url).toMatch(/\?v=[0-9a-f]{10}$/)
    const { headers } = await visitor().get(url).expect(200)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  }
})

it.each([
  '/assets/',
  '/assets/js',
  '/assets/../package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/%2e%2e/package.json',
  '/assets/.hidden',
  '/assets/js/pennant.js%00',
  '/assets/nothing.css',
])('serves nothing else, such as %s', async (url) => {
  const { visitor } = await openHouse()
  const { status, text } = await visitor().get(url)
  expect([400, 403, 404]).toContain(status)
  expect(text).not.toContain('"dependencies"')
})
