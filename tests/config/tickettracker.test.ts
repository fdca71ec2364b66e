import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '#config/load.ts'
import { ROOT } from '../support/house.ts'

/** As TicketTracker writes it. */
const WRITTEN = {
  database: { uri: 'sqlite:///ticketing.db' },
  uploads: { directory: 'uploads' },
  default_submitted_by: 'Support Team',
  secret_key: 'dev-secret-key-change-me',
  priorities: ['Low', 'Medium', 'High', 'Critical'],
  hold_reasons: ['Awaiting customer response', 'Blocked by dependency'],
  workflow: ['Open', 'In Progress', 'On Hold', 'Resolved', 'Closed', 'Cancelled'],
  sla: {
    due_stage_days: [28, 21, 14, 7],
    default_due_days: 21,
    priority_stage_days: {
      Low: [5, 5, 5, 5],
      Medium: [10, 15, 20, 25],
      High: [5, 7, 10, 14],
      Critical: [2, 3, 5, 7],
      Blocker: [1],
    },
    priority_open_days: { Medium: 20 },
  },
  colors: {
    ticket_title: '#f8fafc',
    gradient: { stage0: '#bae6fd', stage1: '#fde047', stage2: '#fb923c', stage3: '#ef4444', overdue: '#7f1d1d' },
    statuses: { 'On Hold': '#9c88ff', Resolved: '#34d399', Closed: '#475569', Cancelled: '#64748b' },
    priorities: { Low: '#3b82f6', Medium: '#facc15', High: '#f97316', Critical: '#ef4444' },
    tags: { background: '#1e293b', text: '#e2e8f0' },
  },
  clipboard_summary: {
    html_sections: ['header', 'meta'],
    text_sections: ['header'],
    updates_limit: 2,
    debug_status: true,
    inline_styles: false,
  },
  behavior: { auto_return_to_list: true },
  demo_mode: false,
}

function load() {
  const home = mkdtempSync(path.join(os.tmpdir(), 'pennant-tt-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const file = path.join(home, 'config.json')
  writeFileSync(file, JSON.stringify(WRITTEN))
  return { home, config: loadConfig(ROOT, { PENNANT_HOME: home, PENNANT_CONFIG: file }) }
}

it('loads as a desk for one, every key with its meaning', () => {
  const { config, home } = load()

  expect(config).toMatchObject({
    preset: 'personal',
    access: { signIn: false },
    databaseFile: path.join(home, 'ticketing.db'),
    submitter: 'Support Team',
    autoReturnToList: true,
    holdReasons: WRITTEN.hold_reasons,
  })
  expect(config.urgency.dueStageDays).toEqual([28, 21, 14, 7])
  expect(config.palette.gradient.stage0).toBe('#BAE6FD')
  expect([...config.urgency.overrides].sort()).toEqual(['cancelled', 'closed', 'on_hold', 'resolved'])
  expect(config.workflow.map(({ key }) => key)).toEqual([
    'open',
    'in_progress',
    'on_hold',
    'resolved',
    'closed',
    'cancelled',
  ])
})

it('reads its ages as TicketTracker does: equal days as steps, one limit as quarters', () => {
  const ages = Object.fromEntries(load().config.priorities.map(({ label, ageStageDays }) => [label, ageStageDays]))
  expect(ages).toEqual({ Low: [5, 10, 15, 20], Medium: [5, 10, 15, 20], High: [5, 7, 10, 14], Critical: [2, 3, 5, 7] })
})

it('notes each key that has no place, and never signs with a published secret', () => {
  const { config } = load()
  expect(config.secret).not.toBe(WRITTEN.secret_key)
  expect(config.notes.map((note) => note.split(/ has | is the one/)[0])).toEqual([
    'colors.ticket_title',
    'colors.tags.text',
    'clipboard_summary.debug_status',
    'secret_key',
    'sla.priority_stage_days.Blocker',
  ])
})
