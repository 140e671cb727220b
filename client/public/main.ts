import { type Component, mount } from 'svelte';
import '../ui/base.css';

/** Each public page loads nothing of the others: a phone in a village fetches a form, not the verification of a ballot. */
const pages: Readonly<Record<string, () => Promise<{ default: Component }>>> = {
  suggest: () => import('./suggest/SuggestPage.svelte'),
  suggestions: () => import('./suggest/BrowsePage.svelte'),
  suggestion: () => import('./suggest/FollowPage.svelte'),
};
const results = () => import('./App.svelte');
const name = location.pathname.split('/')[2] ?? '';

const { default: Page } = await (Object.hasOwn(pages, name) ? pages[name]! : results)();
mount(Page, { target: document.getElementById('app')! });
