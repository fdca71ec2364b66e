import { Router, type Request, type Response } from 'express'
import type { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import {
  presentProjectPage,
  presentProjects,
  presentSitePage,
  presentSites,
  projectValues,
  siteValues,
  type SitePage,
} from './present.ts'
import { projectById, siteById } from './queries.ts'
import { memberForm, projectForm, siteForm } from './schema.ts'
import { addMember, archiveProject, archiveSite, removeMember, saveProject, saveSite } from './service.ts'

export function placeRoutes(desk: Desk): Router {
  const router = Router()
  const [see, edit] = [allow('sites.see'), allow('sites.edit')]

  router.get('/sites', see, (request, response) => showSites(request, response, emptyForm))

  router.post('/sites', edit, (request, response) =>
    save(request, response, {
      schema: siteForm,
      act: (form) => saveSite(desk, actorOf(request), { id: null, form }),
      to: (id) => `/sites/${id}`,
      again: (form) => showSites(request, response.status(422), form),
    }),
  )

  router.get('/sites/:id', see, (request, response) => showSite(request, response, {}))

  router.post('/sites/:id', edit, (request, response) =>
    save(request, response, {
      schema: siteForm,
      act: (form) => saveSite(desk, actorOf(request), { id: idOf(request), form }),
      to: (id) => `/sites/${id}`,
      again: (form) => showSite(request, response.status(422), { form }),
    }),
  )

  router.post('/sites/:id/archive', edit, async (request, response) => {
    await archiveSite(desk, actorOf(request), { id: idOf(request), archived: true })
    flash(request, 'ok', 'Archived. Its tickets stay.')
    response.redirect(303, '/sites')
  })

  router.post('/sites/:id/return', edit, async (request, response) => {
    await archiveSite(desk, actorOf(request), { id: idOf(request), archived: false })
    response.redirect(303, `/sites/${idOf(request)}`)
  })

  router.post('/sites/:id/members', edit, (request, response) =>
    save(request, response, {
      schema: memberForm,
      act: ({ person }) => addMember(desk, actorOf(request), { siteId: idOf(request), person }),
      to: () => `/sites/${idOf(request)}`,
      again: (member) => showSite(request, response.status(422), { member }),
    }),
  )

  router.post('/sites/:id/members/:person/removal', edit, async (request, response) => {
    await removeMember(desk, actorOf(request), { siteId: idOf(request), personId: idOf(request, 'person') })
    response.redirect(303, `/sites/${idOf(request)}`)
  })

  router.get('/projects', see, (request, response) => showProjects(request, response, emptyForm))

  router.post('/projects', edit, (request, response) =>
    save(request, response, {
      schema: projectForm,
      act: (form) => saveProject(desk, actorOf(request), { id: null, form }),
      to: (id) => `/projects/${id}`,
      again: (form) => showProjects(request, response.status(422), form),
    }),
  )

  router.get('/projects/:id', see, (request, response) => showProject(request, response))

  router.post('/projects/:id', edit, (request, response) =>
    save(request, response, {
      schema: projectForm,
      act: (form) => saveProject(desk, actorOf(request), { id: idOf(request), form }),
      to: (id) => `/projects/${id}`,
      again: (form) => showProject(request, response.status(422), form),
    }),
  )

  router.post('/projects/:id/archive', edit, async (request, response) => {
    projectById(desk, actorOf(request), idOf(request))
    await archiveProject(desk, actorOf(request), { id: idOf(request), archived: true })
    flash(request, 'ok', 'Archived. Its tickets stay.')
    response.redirect(303, '/projects')
  })

  router.post('/projects/:id/return', edit, async (request, response) => {
    projectById(desk, actorOf(request), idOf(request))
    await archiveProject(desk, actorOf(request), { id: idOf(request), archived: false })
    response.redirect(303, `/projects/${idOf(request)}`)
  })

  // Addresses of Medusa's ticketing, bookmarked and printed; the site in them says nothing a ticket does not know.
  router.get('/site/:site/ticket/create', allow('tickets.create'), (_request, response) =>
    response.redirect(301, '/tickets/new'),
  )
  router.get(['/site/:site/ticket/:id', '/site/:site/ticket/:id/view'], allow('tickets.see'), (request, response) =>
    response.redirect(301, `/tickets/${idOf(request)}`),
  )
  router.get('/site/:site/ticket/:id/edit', allow('tickets.edit'), (request, response) =>
    response.redirect(301, `/tickets/${idOf(request)}/edit`),
  )
  router.get('/site/:site/tickets', allow('tickets.list'), (request, response) => {
    const { site } = request.params
    response.redirect(301, typeof site === 'string' && /^\d{1,15}$/.test(site) ? `/tickets?site=${site}` : '/tickets')
  })

  return router

  function showSites(request: Request, response: Response, form: Form): void {
    sendPage(response, 'places/sites', presentSites(desk, actorOf(request), form))
  }

  function showSite(request: Request, response: Response, forms: Partial<Omit<SitePage, 'site'>>): void {
    const actor = actorOf(request)
    const site = siteById(desk, actor, idOf(request))
    const form = { values: siteValues(site), errors: {} }
    const blank = { form, member: emptyForm, project: emptyForm }
    sendPage(response, 'places/site', presentSitePage(desk, actor, { site, ...blank, ...forms }))
  }

  function showProjects(request: Request, response: Response, form: Form): void {
    sendPage(response, 'places/projects', presentProjects(desk, actorOf(request), form))
  }

  function showProject(request: Request, response: Response, wrong?: Form): void {
    const actor = actorOf(request)
    const project = projectById(desk, actor, idOf(request))
    const form = wrong ?? { values: projectValues(project, desk.config.timeZone), errors: {} }
    sendPage(response, 'places/project', presentProjectPage(desk, actor, { project, form }))
  }
}

type Save<Value, Result> = {
  readonly schema: z.ZodType<Value>
  readonly act: (value: Value) => Promise<Result>
  readonly to: (result: Result) => string
  readonly again: (form: Form) => void
}

/** Reads a form, acts and goes on; what is wrong comes back beside its field. */
async function save<Value, Result>(
  request: Request,
  response: Response,
  { schema, act, to, again }: Save<Value, Result>,
): Promise<void> {
  const form = readForm(schema, request.body)
  if (!form.ok) return again(form)
  try {
    const result = await act(form.value)
    flash(request, 'ok', 'Saved.')
    response.redirect(303, to(result))
  } catch (error) {
    if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
    again(refused(form.values, error.fields))
  }
}
