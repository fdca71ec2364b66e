import type { Request, RequestHandler } from 'express'
import multer, { type StorageEngine } from 'multer'
import { AppError, invalid, type ErrorKind } from '#lib/errors.ts'
import { endingOf, safeFileName, sizeText } from '#lib/file-names.ts'
import { quota, type Quota } from '#lib/quota.ts'
import type { Desk } from '#src/desk.ts'
import type { Upload } from './request.ts'

const MEGABYTE = 1024 * 1024
const MOST_REFUSED = 100

/**
 * Receives the files of a form into temporary files; what nobody keeps is gone when the answer is out. Files of somebody
 * who may not send any never reach the disk: the form arrives without them.
 */
export function receiveUploads(desk: Desk, mayGive: (request: Request) => boolean): RequestHandler {
  return (request, response, next) => {
    if (!request.is('multipart/form-data')) return next()

    const { maxBytes, maxFiles } = desk.config.uploads
    request.uploads = []
    response.once('close', () => void discardUploads(desk, request))
    // Generous: what the operator limits is refused in the form, where everything else that was typed comes back.
    const files = maxFiles + MOST_REFUSED
    const limits = { files, fields: 200, fieldSize: MEGABYTE, parts: 200 + files, headerPairs: 50 }
    if (Number(request.headers['content-length'] ?? 0) > 2 * maxBytes * maxFiles + 8 * MEGABYTE)
      return next(new AppError('too-large', 'That is more than one form may carry.'))
    const storage = mayGive(request) ? contentStorage(desk) : NOWHERE
    multer({ storage, limits, defParamCharset: 'utf8' }).any()(request, response, next)
  }
}

const NOWHERE: StorageEngine = {
  _handleFile: (_request, file, done) => {
    file.stream.once('end', () => done(null, {})).once('error', done)
    file.stream.resume()
  },
  _removeFile: (_request, _file, done) => done(null),
}

function contentStorage(desk: Desk): StorageEngine {
  let begun = 0
  return {
    _handleFile: (request, file, done) => {
      begun += 1
      receive(desk, request, { file, place: begun }).then(
        () => done(null, {}),
        (error: unknown) => done(error),
      )
    },
    _removeFile: (_request, _file, done) => done(null),
  }
}

type Coming = { readonly file: Express.Multer.File; readonly place: number }

async function receive(desk: Desk, request: Request, { file, place }: Coming): Promise<void> {
  const { maxBytes } = desk.config.uploads
  const name = safeFileName(file.originalname)
  const left = leftOf(desk, request)
  if (left <= 0) request.uploadsSpent = true
  const refusal = left <= 0 ? spentWords(desk) : refusalOf(desk, name, place)
  if (refusal !== null) {
    request.uploadProblem ??= refusal
    file.stream.resume()
    return
  }
  try {
    const received = await desk.storage.receive(file.stream, Math.min(maxBytes, left))
    spend(desk, request, received.size)
    request.uploads?.push({ ...received, name })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (left < maxBytes) request.uploadsSpent = true
    request.uploadProblem ??= left < maxBytes ? spentWords(desk) : `${name} is larger than ${sizeText(maxBytes)}.`
  }
}

const DAY_MS = 86_400_000
const spentBy = new WeakMap<Desk['db'], Quota>()

function quotaOf({ db }: Desk): Quota {
  const known = spentBy.get(db) ?? quota({ everyMs: DAY_MS })
  spentBy.set(db, known)
  return known
}

const keyOf = ({ actor }: Request): string => String(actor?.personId ?? 0)

/** How much this person may still send today; a desk for one has no such limit. */
function leftOf(desk: Desk, request: Request): number {
  const { personDailyBytes: most } = desk.config.uploads
  if (most === null || !desk.config.access.signIn || request.actor === undefined) return Infinity
  return most - quotaOf(desk).spent(keyOf(request), desk.clock.now())
}

const spend = (desk: Desk, request: Request, size: number): void =>
  quotaOf(desk).spend(keyOf(request), size, desk.clock.now())

const spentWords = ({ config }: Desk): string =>
  `That is more than ${sizeText(config.uploads.personDailyBytes ?? 0)} from one person within 24 hours. Send the rest tomorrow.`

function refusalOf(desk: Desk, name: string, place: number): string | null {
  const { extensions, refusedExtensions, maxFiles } = desk.config.uploads
  const ending = endingOf(name)
  if (place > maxFiles) return `At most ${maxFiles} files in one form.`
  if (refusedExtensions.includes(ending)) return `Files ending in .${ending} are not taken here.`
  return extensions.length === 0 || extensions.includes(ending)
    ? null
    : `Only these endings are taken: ${extensions.join(', ')}.`
}

/** Whether files came along, taken or not. */
export const broughtFiles = (request: Request): boolean =>
  request.uploadProblem !== undefined || uploadsOf(request).length > 0

/** The files that a person chose, browsers sending an empty one for none; fails in words when one was not taken. */
export function uploadsOf(request: Request): Upload[] {
  const { uploadProblem: attachments } = request
  if (attachments !== undefined)
    throw request.uploadsSpent === true
      ? new AppError('too-many', attachments, { fields: { attachments } })
      : invalid({ attachments })
  return (request.uploads ?? []).filter(({ size }) => size > 0)
}

async function discardUploads(desk: Desk, request: Request): Promise<void> {
  for (const upload of request.uploads ?? []) await desk.storage.discard(upload)
}

const UPLOAD_WORDS: Readonly<Record<string, [ErrorKind, string]>> = {
  LIMIT_FILE_COUNT: ['too-large', 'Those are too many files for one form.'],
  LIMIT_FIELD_VALUE: ['too-large', 'One of the fields holds too much text.'],
  LIMIT_UNEXPECTED_FILE: ['malformed', 'A file came in a field that takes none.'],
}

/** What multer refuses, in words; null when the failure is not one of its own. */
export function uploadFailure(error: unknown): AppError | null {
  if (!(error instanceof multer.MulterError)) return null
  const [kind, words] = UPLOAD_WORDS[error.code] ?? ['malformed', 'The form could not be read.']
  return new AppError(kind, words, { cause: error, fields: { attachments: words } })
}
