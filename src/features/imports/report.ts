import type { ImportReport, Mapping } from './tally.ts'
import type { ImportSource } from './types.ts'

/** What an import did, or would do, in lines for a terminal. */
export function reportLines(report: ImportReport, { label, unit }: Pick<ImportSource, 'label' | 'unit'>): string[] {
  return [
    summaryOf(report, label),
    ...newOnes(report),
    ...listed('Remarks', report.remarks),
    ...listed('Words', report.mappings.filter(isWorthTelling).map(inWords)),
    ...listed(
      'Rejected',
      report.rejected.map(({ line, reason }) => `${unit} ${line}: ${reason}`),
    ),
    ...(report.rejectedCount > report.rejected.length
      ? [`  … and ${report.rejectedCount - report.rejected.length} more`]
      : []),
    ...(report.preview ? ['This was a preview: nothing was changed. Leave out --preview to import.'] : []),
  ]
}

function summaryOf({ preview, created, skipped, rejectedCount, seconds }: ImportReport, label: string): string {
  const done = preview ? 'would be created' : `created in ${seconds} s`
  const parts = [`${counted(created, 'ticket')} ${done}`, `${skipped} already here`, `${rejectedCount} rejected`]
  return `${label}: ${parts.join(', ')}.`
}

function newOnes({ people, tags, sites, projects }: ImportReport): string[] {
  const parts = [
    people > 0 ? counted(people, 'person', 'people') : '',
    tags > 0 ? counted(tags, 'tag') : '',
    sites > 0 ? counted(sites, 'site') : '',
    projects > 0 ? counted(projects, 'project') : '',
  ].filter((part) => part !== '')
  return parts.length > 0 ? [`New with them: ${parts.join(', ')}.`] : []
}

const listed = (heading: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`${heading}:`, ...lines.map((line) => `  ${line}`)] : []

const isWorthTelling = ({ word, target }: Mapping) => word.toLowerCase() !== target.toLowerCase()

const inWords = ({ field, word, target, count }: Mapping) => `${field} ${word} → ${target} (${count})`

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`
