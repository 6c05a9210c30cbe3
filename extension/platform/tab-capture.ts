import { browser } from 'wxt/browser';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';

/** Chromium names its refusals in English text only. */
export const captureRefusal = (message: string): Reason => {
  if (message.includes('active stream')) return 'already_shared';
  if (message.includes('cannot be captured')) return 'share_unsupported';
  return 'device_denied';
};

/**
 * A stream id for the tab in front: good once, for about ten seconds. The click on the toolbar icon, or the keys of the
 * command, have allowed exactly this tab.
 */
export const captureTabInFront = async (): Promise<Outcome<string>> => {
  try {
    // Not the call window, which may be in front of it.
    const { id: windowId } = await browser.windows.getLastFocused({ windowTypes: ['normal'] });
    const [tab] = await browser.tabs.query({ active: true, ...(windowId !== undefined && { windowId }) });
    if (tab?.id === undefined) return failed('share_unsupported');
    return { ok: true, value: await browser.tabCapture.getMediaStreamId({ targetTabId: tab.id }) };
  } catch (error) {
    return failed(captureRefusal(String(error)));
  }
};
