import { describe, expect, it } from 'vitest'
import { hour } from '../../shared/lib/clock.ts'
import { mary, partnerRedirect, type TestAuth, testAuth } from '../support/auth.ts'
import { type Browser, browser } from '../support/browser.ts'

const authorizePath = (auth: TestAuth, more: Record<string, string> = {}) =>
  `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: auth.partnerApp.id, ...more })}`

const opened = async () => {
  const auth = await testAuth()
  const person = browser((path, init) => auth.app.request(path, init))
  const signIn = async (at: Browser, path: string, who = mary) => {
    const page = await at.follow(path)
    const answer = await at.submit(page, '/login', who)
    return answer.location ? at.follow(answer.location) : answer
  }
  return { auth, person, signIn }
}

describe('the sign-in and consent pages', () => {
  it('lead from the application and back to it, with a code and its state', async () => {
    const { auth, person, signIn } = await opened()
    const sent = await person.visit(authorizePath(auth, { state: 'a&b=c ü' }))
    expect(sent.status).toBe(303)
    expect(sent.location).toMatch(/^\/login\?/)
    const consent = await signIn(person, authorizePath(auth, { state: 'a&b=c ü' }))
    expect(consent.status).toBe(200)
    const answer = await person.submit(consent, '/login/consent', { decision: 'allow' })
    expect(answer.status).toBe(303)
    const back = new URL(answer.location ?? '')
    expect(`${back.origin}${back.pathname}`).toBe('https://partner.example/callback')
    expect([...back.searchParams.keys()]).toEqual(['source', 'code', 'state'])
    expect(back.searchParams.get('state')).toBe('a&b=c ü')
  })

  it('report to the application that the person denied', async () => {
    const { auth, person, signIn } = await opened()
    const consent = await signIn(person, authorizePath(auth, { state: 'x' }))
    const answer = await person.submit(consent, '/login/consent', { decision: 'deny' })
    const back = new URL(answer.location ?? '')
    expect(back.searchParams.get('error')).toBe('access_denied')
    expect(back.searchParams.get('state')).toBe('x')
    expect(back.searchParams.has('code')).toBe(false)
  })

  it('name the application, what it may do, and the account, and write out nothing as markup', async () => {
    const { auth, person, signIn } = await opened()
    const form = await person.follow(authorizePath(auth))
    expect(form.text).toContain('Visitor &lt;Desk&gt;')
    const consent = await signIn(person, authorizePath(auth))
    for (const text of [
      'Visitor &lt;Desk&gt;',
      'Acme &lt;Inc&gt;',
      'open doors',
      'Mary O&#39;Master',
      'partner.example',
      'Greets &quot;visitors&quot;',
    ]) {
      expect(consent.text).toContain(text)
    }
  })

  it('go straight to the consent when somebody is signed in', async () => {
    const { auth, person, signIn } = await opened()
    await signIn(person, authorizePath(auth))
    expect((await person.visit(authorizePath(auth))).location).toMatch(/^\/login\/consent\?/)
    auth.clock.now += hour
    expect((await person.visit(authorizePath(auth))).location).toMatch(/^\/login\?/)
  })

  it('hold only what a strict policy lets them hold, and are kept by nobody', async () => {
    const { auth, person, signIn } = await opened()
    for (const page of [
      await person.follow(authorizePath(auth)),
      await signIn(person, authorizePath(auth)),
      await person.visit('/login/x'),
    ]) {
      const policy = page.headers.get('content-security-policy') ?? ''
      expect(policy).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'[^;]*; frame-ancestors 'none'; base-uri 'none'$/,
      )
      expect(page.headers.get('x-frame-options')).toBe('DENY')
      expect(page.headers.get('cache-control')).toBe('no-store')
      expect(page.headers.get('referrer-policy')).toBe('same-origin')
      expect(page.headers.get('x-content-type-options')).toBe('nosniff')
      expect(page.text).not.toMatch(/<script|\son\w+=|src=|href=|url\(/i)
      expect(page.text).toContain('<html lang="en">')
      expect(page.text.match(/<h1>/g)).toHaveLength(1)
    }
  })

  it('may end at the application, and nowhere else', async () => {
    const { auth, person } = await opened()
    const form = await person.follow(authorizePath(auth))
    expect(form.headers.get('content-security-policy')).toContain("form-action 'self' https://partner.example;")
    expect((await person.visit('/login')).headers.get('content-security-policy')).toContain("form-action 'self';")
  })

  it('give cookies that no script and no foreign page can use', async () => {
    const { auth, person } = await opened()
    const form = await person.follow(authorizePath(auth))
    const answer = await person.submit(form, '/login', mary)
    for (const line of [...form.headers.getSetCookie(), ...answer.headers.getSetCookie()]) {
      expect(line).toMatch(/^__Host-sallyport-(form|session)=[\w-]{22,43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    }
    expect([...person.cookies.keys()].sort()).toEqual(['__Host-sallyport-form', '__Host-sallyport-session'])
    expect(JSON.stringify(auth.table.items())).not.toContain(person.cookies.get('__Host-sallyport-session'))
  })

  it('have a label for every field, and say in words what went wrong', async () => {
    const { auth, person } = await opened()
    const form = await person.follow(authorizePath(auth))
    for (const [, id] of form.text.matchAll(/<input id="([^"]+)"/g)) expect(form.text).toContain(`<label for="${id}">`)
    const failed = await person.submit(form, '/login', { username: 'ma"ry', password: 'wrong' })
    expect(failed.status).toBe(400)
    expect(failed.text).toContain('<title>Error: Sign in')
    expect(failed.text).toMatch(/role="alert" id="error" tabindex="-1" autofocus/)
    expect(failed.text).toContain('The username or the password is wrong.')
    expect(failed.text).toContain('value="ma&quot;ry"')
    expect(failed.text).toContain('aria-describedby="error"')
    expect(failed.text).not.toContain('value="wrong"')
  })

  it('say when a username is locked', async () => {
    const { auth, person } = await opened()
    const form = await person.follow(authorizePath(auth))
    for (let count = 0; count < 5; count += 1) await person.submit(form, '/login', { ...mary, password: 'wrong' })
    const locked = await person.submit(form, '/login', mary)
    expect(locked.status).toBe(429)
    expect(locked.text).toContain('Wait 15 minutes')
  })

  it.each([
    { username: '', password: 'x' },
    { username: 'mary', password: '' },
  ])('ask for both fields: %j', async (fields) => {
    const { auth, person } = await opened()
    const answer = await person.submit(await person.follow(authorizePath(auth)), '/login', fields)
    expect(answer.text).toContain('Enter your username and your password.')
  })

  it('work for somebody who is sent by nobody, and sign out again', async () => {
    const { person, signIn } = await opened()
    const page = await signIn(person, '/login')
    expect(page.text).toContain('You are signed in')
    expect(page.text).toContain('Acme &lt;Inc&gt;')
    await person.submit(page, '/login/sign-out', {})
    expect((await person.visit('/login')).text).toContain('<h1>Sign in</h1>')
  })

  it('let somebody else sign in from the consent', async () => {
    const { auth, person, signIn } = await opened()
    const consent = await signIn(person, authorizePath(auth))
    const answer = await person.submit(consent, '/login/sign-out', {})
    expect(answer.location).toMatch(/^\/login\?response_type=code/)
    expect(person.cookies.has('__Host-sallyport-session')).toBe(false)
  })
})

describe('a temporary password', () => {
  it("is replaced by one of one's own before anything else, and then the application is asked about", async () => {
    const { auth, person, signIn } = await opened()
    await auth.addAdministrator(auth.acme.id, { username: 'newcomer', type: 'ASSISTANT', password: 'temporary' })
    const found = await auth.deps.administrators.findByUsername('newcomer')
    if (!found) throw new Error('not added')
    const temporary = { ...found.administrator, version: 2, temporaryPasswordExpiresAt: auth.clock.now + hour }
    await auth.deps.administrators.replace(auth.acme.id, temporary, undefined)

    const form = await signIn(person, authorizePath(auth), { username: 'newcomer', password: 'temporary' })
    expect(form.text).toContain('<h1>Choose your password</h1>')
    expect((await person.follow('/login')).text).toContain('<h1>Choose your password</h1>')
    const choose = (password: string, repeated = password) => person.submit(form, '/login/password', { password, repeated })
    expect((await choose('my own words', 'my own word')).text).toContain('The two are not the same.')
    expect((await choose('short')).text).toContain('It must have 8 to 128 characters.')
    expect((await choose('temporary')).text).toContain('Choose another one than the temporary password.')
    const foreign = await person.submit(form, '/login/password', {
      password: 'my own words',
      repeated: 'my own words',
      form: 'x',
    })
    expect(foreign.text).toContain('<h1>Choose your password</h1>')
    const chosen = await choose('my own words')
    expect(chosen.location).toMatch(/^\/login\/consent\?/)
    expect((await person.follow(chosen.location ?? '')).text).toContain('Allow Visitor')
    auth.clock.now += hour
    const entered = await signIn(person, '/login', { username: 'newcomer', password: 'my own words' })
    expect(entered.text).toContain('You are signed in')
    expect(auth.table.items()).toContainEqual(expect.objectContaining({ type: 'administrator.updated', kind: 'audit' }))
  })

  it('is no page for anybody else', async () => {
    const { auth, person, signIn } = await opened()
    expect((await person.visit('/login/password')).location).toBe('/login')
    await signIn(person, authorizePath(auth))
    expect((await person.visit('/login/password')).location).toBe('/login')
    const post = { method: 'POST', body: new URLSearchParams({ password: 'something else', repeated: 'something else' }) }
    expect((await person.visit('/login/password', post)).location).toBe('/login')
  })
})

describe('a form that did not come from our own page', () => {
  it('signs nobody in', async () => {
    const { auth, person } = await opened()
    const foreign = browser((path, init) => auth.app.request(path, init))
    const theirs = await foreign.follow('/login')
    const form = await person.follow('/login')
    for (const fields of [{ form: '' }, { form: 'x' }, { form: /name="form" value="([^"]+)"/.exec(theirs.text)?.[1] ?? '' }]) {
      const answer = await person.submit(form, '/login', { ...mary, ...fields })
      expect(answer.status).toBe(400)
      expect(answer.text).toContain('Please try again')
    }
    expect(person.cookies.has('__Host-sallyport-session')).toBe(false)
  })

  it('signs nobody in without the cookie', async () => {
    const { auth, person } = await opened()
    const form = await person.follow('/login')
    const foreign = browser((path, init) => auth.app.request(path, init))
    expect((await foreign.submit(form, '/login', mary)).status).toBe(400)
  })

  it('allows nothing: neither without a token, nor with one made for another request or another form', async () => {
    const { auth, person, signIn } = await opened()
    const consent = await signIn(person, authorizePath(auth, { state: 'mine' }))
    const tokenOf = (action: string) =>
      new RegExp(
        `action="${action}[^>]*><input type="hidden" name="form" value="([^"]+)"|action="${action}[^>]*>\\s*<input type="hidden" name="form" value="([^"]+)"`,
      ).exec(consent.text)
    const [, signOutToken = ''] = tokenOf('/login/sign-out') ?? []
    const [, , consentToken = ''] = tokenOf('/login/consent') ?? []
    expect(consentToken).not.toBe('')
    const post = (path: string, form: string) =>
      person.visit(path, { method: 'POST', body: new URLSearchParams({ form, decision: 'allow' }) })
    const own = authorizePath(auth, { state: 'mine' }).replace('/oauth/authorize', '/login/consent')
    const other = authorizePath(auth, { state: 'theirs' }).replace('/oauth/authorize', '/login/consent')
    for (const [path, form] of [
      [own, ''],
      [own, signOutToken],
      [other, consentToken],
    ] as const) {
      const answer = await post(path, form)
      expect([answer.status, answer.location]).toEqual([200, null])
    }
    expect((await post(own, consentToken)).location).toContain('code=')
  })

  it('signs nobody out', async () => {
    const { auth, person, signIn } = await opened()
    await signIn(person, authorizePath(auth))
    await person.visit('/login/sign-out', { method: 'POST', body: new URLSearchParams({ form: 'x' }) })
    expect(person.cookies.has('__Host-sallyport-session')).toBe(true)
  })

  it('decides by its own fields, whatever stands in the address', async () => {
    const { auth, person, signIn } = await opened()
    const path = authorizePath(auth, { decision: 'allow', form: 'x', username: 'x', password: 'x' })
    const consent = await signIn(person, path)
    expect(consent.text).toContain('Allow Visitor')
    const denied = await person.submit(consent, '/login/consent', { decision: 'deny' })
    expect(denied.location).toContain('error=access_denied')
  })

  it('without a decision is asked again', async () => {
    const { auth, person, signIn } = await opened()
    const consent = await signIn(person, authorizePath(auth))
    const answer = await person.submit(consent, '/login/consent', { decision: 'maybe' })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('Allow Visitor')
  })
})

describe('an authorization request', () => {
  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['no client', { client_id: '' }],
    ['another redirect URI', { redirect_uri: 'https://evil.example/' }],
    ['a redirect URI that begins like the registered one', { redirect_uri: `${partnerRedirect}&x=1` }],
    ['an empty redirect URI', { redirect_uri: '' }],
  ])('with %s is refused on a page and redirected nowhere', async (_, wrong) => {
    const { auth, person } = await opened()
    for (const path of ['/oauth/authorize', '/login', '/login/consent']) {
      const page = await person.visit(authorizePath(auth, wrong).replace('/oauth/authorize', path))
      expect([page.status, page.location]).toEqual([400, null])
      expect(page.headers.get('content-type')).toMatch(/^text\/html/)
      expect(page.text).toContain('This link does not work')
    }
  })

  it('without a redirect URI is refused when the client has more than one', async () => {
    const { auth, person } = await opened()
    const both = [partnerRedirect, 'partner-app://signed-in']
    const client = await auth.addApplication(auth.acme.id, { kind: 'partner', redirectUris: both })
    expect((await person.visit(authorizePath(auth, { client_id: client.id }))).status).toBe(400)
    const page = await person.follow(authorizePath(auth, { client_id: client.id, redirect_uri: 'partner-app://signed-in' }))
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' partner-app:;")
  })

  it('names the address of a native application in the policy of its pages, or the scheme where a policy cannot', async () => {
    const { auth, person } = await opened()
    const redirectUris = ['http://127.0.0.1:8090/back', 'http://[::1]:8090/back']
    const client = await auth.addApplication(auth.acme.id, { kind: 'partner', redirectUris })
    const policyFor = async (redirect_uri: string) =>
      (await person.follow(authorizePath(auth, { client_id: client.id, redirect_uri }))).headers.get('content-security-policy')
    expect(await policyFor('http://127.0.0.1:51234/back')).toContain("form-action 'self' http://127.0.0.1:51234;")
    expect(await policyFor('http://[::1]:51234/back')).toContain("form-action 'self' http:;")
  })

  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  it.each([
    [{ response_type: '' }, 'invalid_request', 'partnerApp'],
    [{ response_type: 'token' }, 'unsupported_response_type', 'partnerApp'],
    [{ code_challenge: challenge }, 'invalid_request', 'partnerApp'],
    [{ code_challenge: challenge, code_challenge_method: 'plain' }, 'invalid_request', 'partnerApp'],
    [{ code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request', 'partnerApp'],
    [{ code_challenge_method: 'S256' }, 'invalid_request', 'partnerApp'],
    [{ state: 'x'.repeat(2_001) }, 'invalid_request', 'partnerApp'],
    [{}, 'invalid_request', 'publicApp'],
  ] as const)('%j is reported to the application as %s', async (wrong, error, app) => {
    const { auth, person } = await opened()
    const page = await person.visit(authorizePath(auth, { state: 's', client_id: auth[app].id, ...wrong }))
    expect(page.status).toBe(303)
    const back = new URL(page.location ?? '')
    expect(back.href.startsWith(partnerRedirect)).toBe(true)
    expect(back.searchParams.get('error')).toBe(error)
    expect(back.searchParams.get('state')).toBe(wrong && 'state' in wrong ? wrong.state : 's')
  })

  it('with a parameter given twice is reported to the application', async () => {
    const { auth, person } = await opened()
    const page = await person.visit(`${authorizePath(auth)}&scope=a&scope=b`)
    expect(new URL(page.location ?? '').searchParams.get('error')).toBe('invalid_request')
  })

  it('of an application that signs in by password is refused on a page', async () => {
    const { auth, person } = await opened()
    expect((await person.visit(authorizePath(auth, { client_id: auth.passwordApp.id }))).status).toBe(400)
  })

  it('may ask for any scope; what is given is said with the token', async () => {
    const { auth, person } = await opened()
    expect((await person.visit(authorizePath(auth, { scope: 'openid profile' }))).location).toMatch(/^\/login/)
  })
})
