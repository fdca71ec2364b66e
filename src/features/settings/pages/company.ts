import { z } from 'zod'
import { formatNumber, validateNumberFormat } from '#domain/numbers.ts'
import { blankable, line, requiredLine } from '#lib/fields.ts'
import { isZone } from '#lib/zones.ts'
import { only, reading, type SettingsPage } from '#features/settings/page.ts'
import { lineList } from './lists.ts'

const MOST_HOSTS = 50

const form = z.strictObject({
  company: requiredLine('Give it a name.', 80),
  time_zone: blankable(line(60).refine(isZone, 'There is no such time zone. Write it as Europe/Berlin.')),
  number_format: line(40).superRefine((text, context) => {
    const problem = validateNumberFormat(text)
    if (problem !== null) context.addIssue({ code: 'custom', message: `It ${problem}.` })
  }),
  default_submitted_by: requiredLine('Say who writes what nobody signed.', 80),
  base_url: blankable(
    line(200).refine(
      (text) => /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/i.test(text),
      'Write the whole address, as https://help.example.com.',
    ),
  ),
  hosts: lineList(MOST_HOSTS, 253).refine(
    (hosts) => hosts.every((host) => /^[\w.-]+$|^\[[\da-f:]+\]$/i.test(host)),
    'Write names alone, without https:// and without a port: help.example.com.',
  ),
})

export const companyPage: SettingsPage = {
  slug: 'company',
  title: 'Company',
  sentence: 'Name, time zone, how ticket numbers look, and the addresses Pennant answers to.',
  template: 'settings/company.njk',
  keys: [
    ['company'],
    ['time_zone'],
    ['tickets', 'number_format'],
    ['default_submitted_by'],
    ['server', 'base_url'],
    ['server', 'hosts'],
  ],
  values: (file) => ({
    company: file.company,
    time_zone: file.time_zone ?? '',
    number_format: file.tickets.number_format,
    default_submitted_by: file.default_submitted_by,
    base_url: file.server.base_url ?? '',
    hosts: file.server.hosts.join('\n'),
  }),
  read: (body) =>
    reading(form, body, (value) =>
      only(
        { path: ['company'], value: value.company },
        { path: ['time_zone'], value: value.time_zone ?? undefined },
        { path: ['tickets', 'number_format'], value: value.number_format },
        { path: ['default_submitted_by'], value: value.default_submitted_by },
        { path: ['server', 'base_url'], value: value.base_url ?? undefined },
        { path: ['server', 'hosts'], value: value.hosts },
      ),
    ),
  fields: { 'server.base_url': 'base_url', 'server.hosts': 'hosts', 'tickets.number_format': 'number_format' },
  extras: (desk, { number_format: format = '' }) => ({
    zones: Intl.supportedValuesOf('timeZone'),
    zoneNow: desk.config.timeZone,
    example: validateNumberFormat(format) === null ? formatNumber(format, 42) : null,
  }),
}
