import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../prepare.mjs'

/** A part of the built program, such as `domain/standing`. */
export const built = (name) => import(pathToFileURL(path.join(root, 'dist', `${name}.js`)).href)

// A desk without sign-in, so that a client needs no password, but with the clocks of a team.
const CONFIG = {
  preset: 'personal',
  company: 'Bench',
  time_zone: 'Europe/London',
  access: { sign_in: false },
  types: ['Incident', 'Service Request', 'Problem', 'Change Request'],
  categories: ['Hardware', 'Software', 'Network', 'Building'],
  sla: {
    due_stage_days: [28, 21, 14, 7],
    clock_stage_hours: [240, 72, 12],
    first_response: { Critical: '4h', High: '24h', Medium: '4d', Low: '10d' },
    resolution: { Critical: '2d', High: '8d', Medium: '20d', Low: '45d' },
  },
}

export const configText = `${JSON.stringify(CONFIG, null, 2)}\n`

/** Lays out a fresh installation in `home`; the config as the program reads it comes back. */
export async function layHome(home) {
  mkdirSync(path.join(home, 'config'), { recursive: true })
  writeFileSync(path.join(home, 'config/config.json'), configText)
  const { loadConfig } = await built('config/load')
  return loadConfig(root, { PENNANT_HOME: home })
}
