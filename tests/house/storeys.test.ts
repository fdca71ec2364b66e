import { expect, it } from 'vitest'
import { sources } from './sources.ts'

// From the cellar to the roof; a file imports from its own storey or a lower one.
const STOREYS = [
  'lib',
  'domain',
  'config',
  'db',
  'desk.ts',
  'web',
  'features',
  'open-desk.ts',
  'jobs.ts',
  'app.ts',
  'server.ts',
  'main.ts',
  'cli',
  'dev.ts',
]
// db/generated is made by Prisma; everything else has a storey.
const storeyOf = (file: string) => STOREYS.findIndex((storey) => file === storey || file.startsWith(`${storey}/`))

it('has a storey for every file', () => {
  expect(sources.map(({ file }) => file).filter((file) => storeyOf(file) < 0)).toEqual([])
})

it('imports only from the same storey or a lower one', () => {
  const wrong = sources.flatMap(({ file, imports }) =>
    imports.filter((other) => storeyOf(other) > storeyOf(file)).map((other) => `${file} → ${other}`),
  )
  expect(wrong).toEqual([])
})

it('keeps the domain to itself, but for the time zones', () => {
  const domain = sources.filter(({ file }) => file.startsWith('domain/'))
  const outside = domain.flatMap(({ file, imports }) =>
    imports
      .filter((other) => !other.startsWith('domain/') && other !== 'lib/zones.ts')
      .map((other) => `${file} → ${other}`),
  )
  expect(domain.length).toBeGreaterThan(10)
  expect(outside).toEqual([])
})

it('has no circles', () => {
  const importsOf = new Map(sources.map(({ file, imports }) => [file, imports]))
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const other of importsOf.get(file) ?? []) visit(other, [...path, file])
    done.add(file)
  }
  for (const { file } of sources) visit(file, [])
  expect(circles).toEqual([])
})

it('names a neighbour by ./ and everything else by its storey', () => {
  const wrong = sources.filter(({ text }) => text.includes("from '../")).map(({ file }) => file)
  expect(wrong).toEqual([])
})

it('has no barrels', () => {
  expect(
    sources
      .filter(({ file, text }) => /(^|\/)index\.ts$/.test(file) || /^export \* from/m.test(text))
      .map(({ file }) => file),
  ).toEqual([])
})
