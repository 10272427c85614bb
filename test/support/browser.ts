type Fetch = (path: string, init?: RequestInit) => Response | Promise<Response>

/** A page as a person without JavaScript has it. */
export type Page = { status: number; headers: Headers; text: string; location: string | null }

/** What a browser does without JavaScript: keeps cookies, follows no redirect by itself, and sends the forms it was shown. */
export const browser = (fetch: Fetch) => {
  const cookies = new Map<string, string>()
  const visit = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(path, {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie ? { cookie } : {}), ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const { status, headers } = response
    return { status, headers, text: await response.text(), location: headers.get('location') }
  }
  return {
    cookies,
    visit,
    /** Visits, and goes where redirects lead as long as that is here. */
    follow: async (path: string): Promise<Page> => {
      let page = await visit(path)
      while (page.location?.startsWith('/')) page = await visit(page.location)
      return page
    },
    /** Sends the form of a page whose action begins with `action`, with its hidden fields and `fields`. */
    submit: (page: Page, action: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> => {
      const form = page.text.split('<form').find((part) => part.includes(`action="${action}`)) ?? ''
      const [, target = action] = /action="([^"]*)"/.exec(form) ?? []
      const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, unescaped(value)] as const,
      )
      const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields })
      return visit(unescaped(target), { method: 'POST', body, headers })
    },
  }
}
export type Browser = ReturnType<typeof browser>

const unescaped = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  )
