import { startCanned } from './canned.ts'
import { startChecklist } from './checklist.ts'
import { startClip } from './clip.ts'
import { startComplete } from './complete.ts'
import { startComposer } from './composer.ts'
import { startConflict } from './conflict.ts'
import { startCopy } from './copy.ts'
import { startDrafts } from './drafts.ts'
import { startForms } from './form.ts'
import { startFolds } from './folds.ts'
import { startHeld } from './held.ts'
import { startKeys } from './keys.ts'
import { startLive } from './live.ts'
import { startNarrow } from './narrow.ts'
import { startPalette } from './palette.ts'
import { startPasskeys } from './passkeys.ts'
import { startPeek } from './peek.ts'
import { startPresence } from './presence.ts'
import { startNeighbours } from './neighbours.ts'
import { startPick } from './pick.ts'
import { startPreview } from './preview.ts'
import { startRecent } from './recent.ts'
import { startSettings } from './settings.ts'
import { startTicketBoxes } from './ticket-box.ts'
import { startTheme } from './theme.ts'

startForms()
startDrafts()
startHeld()
startPresence()
startPeek()
startPasskeys()
startComposer()
startCanned()
startChecklist()
startConflict()
startFolds()
startTheme()
startKeys()
startPick()
startNeighbours()
startPreview()
startCopy()
startClip()
startLive()
startSettings()
startTicketBoxes()
startRecent()
startPalette()
startComplete()
startNarrow()
