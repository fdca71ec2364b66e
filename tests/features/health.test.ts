import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'

it('answers whoever watches it, before anything is set up and under any name', async () => {
  const { visitor } = await openHouse({ preset: null })

  expect((await visitor().raw.get('/healthz').set('Host', 'monitor.example').expect(200)).text).toBe('ok\n')
  expect((await visitor().get('/readyz').expect(200)).text).toBe('ready\n')
})
