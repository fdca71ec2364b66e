import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './sources.ts'

const text = readFileSync(path.join(ROOT, '.github/SECURITY.md'), 'utf8')
const PLACE = /^(?:(?:src|tests|systemd|features|web|lib|domain|config|db|public)\/[\w./-]*|package-lock\.json)$/

it('names only files that are there where it says what is done', () => {
  const named = [...text.matchAll(/`([^`\s]+)`/g)].map(([, name = '']) => name).filter((name) => PLACE.test(name))
  expect(named.length).toBeGreaterThan(60)
  expect(named.filter((name) => ![name, `src/${name}`].some((place) => existsSync(path.join(ROOT, place))))).toEqual([])
})

it('says of each requirement whether it is met, and of what is not, why', () => {
  const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+[^|]*)\|([^|]*)\|([^|]*)\|$/gm)]
  expect(rows.length).toBeGreaterThan(90)
  for (const [, requirement, verdict = '', how = ''] of rows) {
    expect([requirement, verdict.trim()]).toEqual([requirement, expect.stringMatching(/^(?:yes|part|no)$/)])
    expect([requirement, how.trim()]).not.toEqual([requirement, ''])
  }
})
