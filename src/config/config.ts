import type { Calendar } from '#domain/calendar.ts'
import type { FlagRules } from '#domain/flag-rules.ts'
import type { Palette } from '#domain/palette.ts'
import type { Priority } from '#domain/priority.ts'
import type { SummarySection } from '#domain/summary.ts'
import type { Workflow } from '#domain/status.ts'
import type { UrgencyPolicy } from '#domain/urgency.ts'
import type { MailServer } from './mail.ts'
import type { Oidc } from './oidc.ts'
import type { Service } from './service.ts'
import type { SourceConfig } from './sources.ts'

export type Preset = 'personal' | 'team' | 'facilities'

/** The configuration as the house uses it: everything resolved, nothing optional that has a default. */
export type Config = {
  readonly home: string
  readonly file: string
  /** Null until the first run has chosen one. */
  readonly preset: Preset | null
  readonly company: string
  readonly timeZone: string
  readonly secret: string
  readonly server: {
    readonly host: string
    readonly port: number
    readonly baseUrl: string | null
    readonly hosts: readonly string[]
    /** Addresses, networks or "loopback". */
    readonly trustedProxies: readonly string[]
    /** The PEM files; they need not be there. */
    readonly certificate: string
    readonly key: string
    /** Null sends no Strict-Transport-Security. */
    readonly hstsSeconds: number | null
  }
  readonly service: Service
  readonly databaseFile: string
  readonly sessionsFile: string
  readonly uploads: {
    readonly folder: string
    readonly maxBytes: number
    readonly maxFiles: number
    /** What one person may send in 24 hours; null for no limit. */
    readonly personDailyBytes: number | null
    readonly extensions: readonly string[]
    readonly refusedExtensions: readonly string[]
  }
  readonly submitter: string
  readonly access: {
    readonly signIn: boolean
    readonly agentsSee: 'all' | 'own'
    readonly clientsChoosePriority: boolean
    readonly assignmentRequests: boolean
    /** Null for no limit. */
    readonly clientTicketsPerHour: number | null
    readonly sessionSeconds: number
    readonly idleSeconds: number
    readonly secondFactor: 'optional' | 'staff'
    /** Null where nobody signs in through OpenID Connect. */
    readonly oidc: Oidc | null
  }
  readonly priorities: readonly Priority[]
  readonly workflow: Workflow
  readonly holdReasons: readonly string[]
  readonly types: readonly string[]
  readonly categories: readonly string[]
  readonly components: readonly string[]
  readonly resolutions: readonly string[]
  readonly urgency: UrgencyPolicy
  readonly calendar: Calendar
  readonly palette: Palette
  readonly tickets: {
    readonly numberFormat: string
    readonly defaultPriority: string
    readonly defaultType: string | null
    readonly pageSize: number
    /** How long a reply of the staff can be taken back before it leaves; 0 lets it leave at once. */
    readonly undoSendSeconds: number
  }
  readonly clipboard: {
    readonly htmlSections: readonly SummarySection[]
    readonly textSections: readonly SummarySection[]
    readonly updatesLimit: number
    readonly inlineStyles: boolean
  }
  readonly board: { readonly sectionSize: number }
  readonly autoReturnToList: boolean
  readonly flag: FlagRules
  /** The mirrored systems; only those the file names. */
  readonly sources: readonly SourceConfig[]
  /** Null while nothing is sent. */
  readonly mail: MailServer | null
  /** What the file says that has no effect, in words for the console. */
  readonly notes: readonly string[]
}
