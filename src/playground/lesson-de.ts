import { html } from 'lit';
import type { LessonText } from './lesson-en.ts';

/** Die Lektion auf Deutsch, in derselben Notation. */
export const german: readonly LessonText[] = [
  {
    title: 'Ein Bit Gedächtnis',
    body: html`<p>Auf Papier addierst du zwei Zahlen von rechts, Ziffer für Ziffer, und merkst dir dabei eines: den Übertrag.</p>
      <pre>
a:    1010010   37
b:  + 1101010   43
      -------   --
t:  = 0000101   80</pre>
      <p>Hier steht das niedrigste Bit zuerst, die Zeit läuft also nach rechts. Im Schritt k enthält die Eingabe x<sub>k</sub> ein Bit jeder Zahl, und das Ziel t<sub>k</sub> ist das Bit der Summe. Von einem Schritt zum nächsten geht nichts als der Übertrag: ein Bit Gedächtnis.</p>`,
    deed: 'Mit dem Addierer beginnen',
  },
  {
    title: 'Drei Zahlen als Zustand',
    body: html`<p>Das Netz hat keinen Übertrag. Es hat drei verborgene Zustände, jeder zwischen −1 und 1:</p>
      <p class="formula">s<sub>k</sub> = tanh(x<sub>k</sub> · W<sub>in</sub> + b<sub>in</sub> + s<sub>k−1</sub> · W<sub>rec</sub> + b<sub>rec</sub>)</p>
      <p>Sie sind die drei Achsen der Bilder. Jeder Punkt ist ein Zustand nach einigen Eingaben; seine Farbe ist der Übertrag, den es sich dort merken soll. Anfangs sind die Farben vermischt: Es merkt sich nichts Brauchbares.</p>`,
    deed: 'Anhalten und ansehen; dreh ein Bild',
  },
  {
    title: 'Eine Ausgabe und ein Verlust',
    body: html`<p>Die Ausgabe ist eine Zahl zwischen 0 und 1:</p>
      <p class="formula">z<sub>k</sub> = s<sub>k</sub> · W<sub>out</sub> + b<sub>out</sub>,&ensp; y<sub>k</sub> = 1 / (1 + e<sup>−z<sub>k</sub></sup>)</p>
      <p>Der Verlust ξ ist das Mittel von −(t log y + (1 − t) log(1 − y)). Wer rät, hat 0,69, wer weiß, hat 0. Für die Genauigkeit zählen nur Additionen, bei denen jedes Bit stimmt.</p>`,
    deed: 'Einen einzelnen Schritt machen',
  },
  {
    title: 'Lernen',
    body: html`<p>Jedes Update nimmt einen Minibatch, lässt sich von Backpropagation through time den Gradienten von ξ geben und verschiebt alle 28 Parameter ein wenig: RMSProp mit Nesterov-Momentum.</p>
      <p>Sieh auf die Zustände: Sie teilen sich in zwei Wolken, Übertrag 0 und Übertrag 1. Niemand hat dem Netz gesagt, dass es einen Übertrag gibt; es kennt nur die Summen.</p>`,
    deed: 'Laufen lassen',
  },
  {
    title: 'Anläufe, die scheitern',
    body: html`<p>Wo es beginnt, ist Zufall. Manche Anläufe enden in einem lokalen Minimum: Der Verlust bleibt, und die Wolken bleiben vermischt. Sie stehen mit dem Grund in der Reihe, und der nächste Anlauf beginnt.</p>
      <p>Und 100 % auf Testdaten beweisen nichts: Der nächste Schritt zeigt einen, der jedes Beispiel lernt und sich trotzdem irrt.</p>`,
    deed: 'Sechs Anläufe scheitern sehen',
  },
  {
    title: 'Kleine ganze Zahlen',
    body: html`<p>Der Chip auf einem Uno kann keine Gleitkommazahlen. Gewichte werden auf Bytes gerundet, und tanh wird eine Tabelle. Das ist das rechte Bild: das Festkomma-Netz, das nur wenige Zustände hat.</p>
      <p>Mit wenigen Bits kann das Runden zerstören, was gelernt war: Sein Gegenbeispiel wird als Addition gezeigt, die schiefgeht. Neun Rundungen werden versucht, und was bleibt, wird weiter trainiert, bevor ein Anlauf aufgegeben wird.</p>`,
    deed: 'Gewichte mit 3 Bits, Zustände mit 4',
  },
  {
    title: 'Der Beweis',
    body: html`<p>Das Festkomma-Netz hat wenige Zustände, also kann man alle besuchen: vom Anfangszustand aus, mit jeder Eingabe, neben der Maschine, die addiert. Ist bei jedem dieser Übergänge die Ausgabe richtig, so ist sie es bei Strömen jeder Länge.</p>
      <p>Fasse Zustände zusammen, die keine Eingabe unterscheiden kann, und zwei bleiben: Es hat den Übertrag gefunden. Kipp ein Bit eines Zustands und sieh, dass es zurückfindet. Dann lass einen Uno addieren.</p>`,
    deed: 'Den Addierer beweisen',
  },
];
