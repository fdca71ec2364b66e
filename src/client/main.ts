import { startComposer } from './composer.ts'
import { startConflict } from './conflict.ts'
import { startCopy } from './copy.ts'
import { startForms } from './form.ts'
import { startFolds } from './folds.ts'
import { startKeys } from './keys.ts'
import { startLive } from './live.ts'
import { startPreview } from './preview.ts'
import { startTheme } from './theme.ts'

startForms()
startComposer()
startConflict()
startFolds()
startTheme()
startKeys()
startPreview()
startCopy()
startLive()
