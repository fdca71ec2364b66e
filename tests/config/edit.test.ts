import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { configHash, editedConfig, readWrittenConfig, smallestEdits, type ConfigEdit } from '#config/edit.ts'

const TEXT = `{
  // Ours.
  "company": "North",
  "priorities": ["Low", /* the usual */ "High"],
  "sla": { "due_stage_days": [4, 3], /* hours */ "resolution": { "High": "4h" } }
}
`

function open(text = TEXT) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-edit-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'config.json')
  writeFileSync(file, text)
  return { file, written: readWrittenConfig(file) }
}

const changed = (...edits: ConfigEdit[]) => {
  const { written } = open()
  return editedConfig(written, smallestEdits(written, edits)).text
}

it('keeps comments beside what changes', () => {
  const text = changed(
    { path: ['priorities'], value: ['Low', 'Top'] },
    { path: ['sla', 'resolution'], value: { High: '4h', Low: '3d' } },
  )
  for (const part of ['// Ours.', '/* the usual */ "Top"', '/* hours */', '"Low": "3d"']) expect(text).toContain(part)
})

it('writes nothing that says what holds anyway', () => {
  expect(changed({ path: ['company'], value: 'North' }, { path: ['board', 'section_size'], value: 50 })).toBe(TEXT)
})

it('takes a key out', () => {
  expect(changed({ path: ['company'], value: undefined })).not.toContain('company')
})

it('names the keys that are wrong', () => {
  const { written, file } = open()
  const wrong = () => editedConfig(written, [{ path: ['board', 'section_size'], value: 1 }])
  expect(wrong).toThrow(/^board\.section_size /)
  expect(readFileSync(file, 'utf8')).toBe(TEXT)
})

it('tells whether a page was opened on what is there now, whatever else changed', () => {
  const hashes = [TEXT, TEXT.replace('// Ours.', ''), TEXT.replace('[4, 3]', '[4, 2]')].map((text) =>
    configHash(open(text).written, [['sla', 'due_stage_days']]),
  )
  expect(hashes[1]).toBe(hashes[0])
  expect(hashes[2]).not.toBe(hashes[0])
})
