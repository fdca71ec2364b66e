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
    'GET /forgot',
    'GET /healthz',
    'GET /readyz',
    'GET /reset/:token',
    'GET /setup',
    'GET /sign-in',
    'GET /sign-in/code',
    'GET /sign-in/provider',
    'GET /sign-in/provider/return',
    'GET /t/:token',
    'GET /t/:token/attachments/:id',
    'GET /t/:token/attachments/:id/:name',
    'GET /theme.css',
    'POST /forgot',
    'POST /reset/:token',
    'POST /setup',
    'POST /sign-in',
    'POST /sign-in/code',
    'POST /sign-in/passkey',
    'POST /sign-in/passkey/options',
    'POST /sign-out',
    'POST /t/:token/confirmation',
    'POST /t/:token/rating',
    'POST /t/:token/reopening',
    'POST /t/:token/updates',
  ])
})
