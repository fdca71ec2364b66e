import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { routesOf } from '../support/routes.ts'

it('names a permission at every route', async () => {
  const { app } = await openHouse()
  const routes = routesOf(app)
  expect(routes.length).toBeGreaterThan(25)
  expect(routes.filter(({ permission }) => permission === null).map(({ method, path }) => `${method} ${path}`)).toEqual(
    [],
  )
})

it('opens few routes to everybody', async () => {
  const { app } = await openHouse()
  const open = routesOf(app).filter(({ permission }) => permission === 'public')
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'GET /favicon.svg',
    'GET /healthz',
    'GET /readyz',
    'GET /setup',
    'GET /sign-in',
    'GET /theme.css',
    'POST /setup',
    'POST /sign-in',
    'POST /sign-out',
  ])
})
