import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { filedTicketId } from '#domain/ticket-file.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import { codeOf, isWithin } from './files.ts'

/** Where things lie, as real paths. */
export type Place = {
  readonly tickets: string
  /** Nothing outside of it is read. */
  readonly within: string
  /** Where the lists of people may be, the first choice first. */
  readonly lists: readonly string[]
}

/** The folder with the ticket files: `tickets` below the directory, or the directory itself when they lie in it. */
export async function findPlace(directory: string): Promise<Place> {
  const root = await reach(directory)
  if (await isFolder(path.join(root, 'tickets'))) {
    const tickets = await reach(path.join(root, 'tickets'))
    if (!isWithin(tickets, root)) throw leadsOut(directory)
    return { tickets, within: root, lists: [root] }
  }
  if (await isTicketFolder(root)) return { tickets: root, within: root, lists: [root, path.dirname(root)] }
  throw noTickets(directory)
}

/** By its name or by what is in it: any other folder must not pass for one whose tickets are all gone. */
async function isTicketFolder(root: string): Promise<boolean> {
  if (path.basename(root) === 'tickets') return true
  const names = await namesIn(root)
  return names.some((name) => name === 'archive' || filedTicketId(name) !== null)
}

/** The tickets in work, by their numbers; what was moved to `archive` is not among them. */
export async function listTickets({ tickets }: Place): Promise<readonly string[]> {
  return (await namesIn(tickets)).flatMap((name) => filedTicketId(name) ?? [])
}

/** Whether tickets have left this folder in the regular way before. */
export const hasArchive = ({ tickets }: Place): Promise<boolean> => isFolder(path.join(tickets, 'archive'))

async function reach(folder: string): Promise<string> {
  try {
    return await realpath(folder)
  } catch (error) {
    throw unreachable(folder, error)
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    throw unreachable(folder, error)
  }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory()
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    throw unreachable(folder, error)
  }
}

function unreachable(folder: string, cause: unknown): SourceFailure {
  const code = codeOf(cause)
  if (code === 'ENOENT')
    return new SourceFailure('transient', `The folder ${folder} is not there.`, {
      remedy: 'Check the path, and that its disk or share is mounted.',
      cause,
    })
  if (code === 'ENOTDIR') return new SourceFailure('permanent', `${folder} is not a folder.`, { remedy: PATH, cause })
  if (code === 'EACCES' || code === 'EPERM')
    return new SourceFailure('forbidden', `The folder ${folder} may not be read.`, {
      remedy: 'Let the user that runs Pennant read it and every folder above it.',
      cause,
    })
  return new SourceFailure('transient', `The folder ${folder} cannot be read (${code}).`, {
    remedy: 'Check its disk or share; it is tried again with the next poll.',
    cause,
  })
}

const PATH = 'Check the path: it names the folder that holds "tickets".'

const noTickets = (directory: string) =>
  new SourceFailure('transient', `${directory} holds neither a folder "tickets" nor ticket files.`, {
    remedy: `${PATH} If it is a share, check that it is mounted.`,
  })

const leadsOut = (directory: string) =>
  new SourceFailure('permanent', `"tickets" in ${directory} is a link that leads out of it.`, {
    remedy: 'Name the folder it leads to instead.',
  })
