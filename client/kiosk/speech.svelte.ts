import { language } from '../i18n/index.ts';

/** Reading aloud with a voice of the device, where it has one for the page's language. */
class Speech {
  available = $state(false);
  private voice: SpeechSynthesisVoice | undefined;

  constructor() {
    if (!('speechSynthesis' in globalThis)) return;
    const look = () => {
      const wanted = language === 'en' ? 'en' : 'zh';
      const voices = speechSynthesis.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith(wanted));
      // A voice of the device works without internet; mainland Mandarin before others.
      this.voice = [...voices].sort((a, b) => rank(b) - rank(a))[0];
      this.available = this.voice !== undefined;
    };
    look();
    speechSynthesis.addEventListener?.('voiceschanged', look);
  }

  say(text: string): void {
    if (!this.voice) return;
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.voice = this.voice;
    words.lang = this.voice.lang;
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }

  stop(): void {
    if (this.available) speechSynthesis.cancel();
  }
}

const rank = ({ lang, localService }: SpeechSynthesisVoice): number =>
  (localService ? 2 : 0) + (/^(zh[-_]cn|en)/i.test(lang) ? 1 : 0);

export const speech = new Speech();
