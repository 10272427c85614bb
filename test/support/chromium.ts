import chromium from '@sparticuz/chromium'
import { chromium as driver } from 'playwright-core'

/** A real headless browser, from packages alone. JavaScript is off: the pages promise to work without it. */
export const startBrowser = async () => {
  const browser = await driver.launch({ executablePath: await chromium.executablePath(), args: chromium.args, headless: true })
  const context = await browser.newContext({ javaScriptEnabled: false })
  return { page: await context.newPage(), stop: () => browser.close() }
}
