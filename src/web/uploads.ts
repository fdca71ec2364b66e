import type { Request, RequestHandler } from 'express'
import multer, { type StorageEngine } from 'multer'
import { AppError, type ErrorKind } from '#lib/errors.ts'
import { endingOf, safeFileName } from '#lib/file-names.ts'
import type { Desk } from '#src/desk.ts'
import type { Upload } from './request.ts'

const MEGABYTE = 1024 * 1024

/** Receives the files of a form into temporary files; what nobody keeps is gone when the answer is out. */
export function receiveUploads(desk: Desk): RequestHandler {
  return (request, response, next) => {
    if (!request.is('multipart/form-data')) return next()

    const { maxBytes, maxFiles } = desk.config.uploads
    request.uploads = []
    response.once('close', () => void discardUploads(desk, request))
    const limits = {
      fileSize: maxBytes,
      files: maxFiles,
      fields: 200,
      fieldSize: MEGABYTE,
      parts: 200 + maxFiles,
      headerPairs: 50,
    }
    multer({ storage: contentStorage(desk), limits, defParamCharset: 'utf8' }).any()(request, response, next)
  }
}

function contentStorage(desk: Desk): StorageEngine {
  return {
    _handleFile: (request, file, done) => {
      receive(desk, request, file).then(
        (upload) => done(null, { filename: upload.name, size: upload.size }),
        (error: unknown) => done(error),
      )
    },
    _removeFile: (_request, _file, done) => done(null),
  }
}

async function receive(desk: Desk, request: Request, file: Express.Multer.File): Promise<Upload> {
  const name = safeFileName(file.originalname)
  refuseEnding(desk, name)
  const upload = { ...(await desk.storage.receive(file.stream, desk.config.uploads.maxBytes)), name }
  request.uploads?.push(upload)
  return upload
}

function refuseEnding(desk: Desk, name: string): void {
  const { extensions, refusedExtensions } = desk.config.uploads
  const ending = endingOf(name)
  if (refusedExtensions.includes(ending))
    throw new AppError('invalid', `Files ending in .${ending} are not taken here.`, {
      fields: { attachments: `Files ending in .${ending} are not taken here.` },
    })
  if (extensions.length > 0 && !extensions.includes(ending)) {
    const words = `Only these endings are taken: ${extensions.join(', ')}.`
    throw new AppError('invalid', words, { fields: { attachments: words } })
  }
}

/** The files that a person chose; browsers send one empty file where none was chosen. */
export const uploadsOf = (request: Request): Upload[] => (request.uploads ?? []).filter(({ size }) => size > 0)

async function discardUploads(desk: Desk, request: Request): Promise<void> {
  for (const upload of request.uploads ?? []) await desk.storage.discard(upload)
}

const UPLOAD_WORDS: Readonly<Record<string, [ErrorKind, string]>> = {
  LIMIT_FILE_SIZE: ['too-large', 'That file is too large.'],
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
