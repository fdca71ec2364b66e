// The floor: the same 50 tickets on a bare page by the same parts, with nothing of Pennant in between.
// node scripts/bench/floor.mjs DATABASE PORT
import Sqlite from 'better-sqlite3'
import express from 'express'
import session from 'express-session'
import nunjucks from 'nunjucks'

const [, , file, port] = process.argv

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tickets</title><link rel="stylesheet" href="/pennant.css"></head><body>
<header><h1>Tickets</h1><p>Visit {{ visits }}</p></header>
<table><thead><tr><th>Number</th><th>Title</th><th>Requester</th><th>Assignee</th><th>Site</th><th>Status</th><th>Priority</th><th>Due</th><th>Updated</th></tr></thead><tbody>
{% for row in rows %}<tr class="row row--{{ row.priority }}" id="ticket-{{ row.id }}">
  <td class="row__number"><a class="row__link" href="/tickets/{{ row.id }}">{{ row.id }}</a></td>
  <td class="row__title"><a class="row__link" href="/tickets/{{ row.id }}">{{ row.title }}</a></td>
  <td class="row__requester">{{ row.requester }}</td><td class="row__assignee">{{ row.assignee }}</td><td class="row__site">{{ row.site }}</td>
  <td class="row__status">{{ row.status }}</td><td class="row__priority">{{ row.priority }}</td>
  <td class="row__due">{{ row.dueAt }}</td><td class="row__updated">{{ row.updatedAt }}</td>
</tr>
{% endfor %}</tbody></table></body></html>`

const database = new Sqlite(file, { readonly: true })
const statement = database.prepare(
  `SELECT t.id, t.title, t.status, t.priority, t.dueAt, t.updatedAt, r.name AS requester, a.name AS assignee, s.name AS site
   FROM Ticket t LEFT JOIN Person r ON r.id = t.requesterId LEFT JOIN Person a ON a.id = t.assigneeId LEFT JOIN Site s ON s.id = t.siteId
   ORDER BY t.updatedAt DESC LIMIT 50`,
)
const template = nunjucks.compile(PAGE, new nunjucks.Environment(null, { autoescape: true }))

const app = express()
app.disable('x-powered-by').set('etag', false)
app.use(session({ name: 'sid', secret: 'the floor keeps no secrets at all', resave: false, saveUninitialized: false }))
app.get('/', (request, response) => {
  request.session.visits ??= 1
  response.type('html').send(template.render({ rows: statement.all(), visits: request.session.visits }))
})
app.listen(Number(port), '127.0.0.1')
