import { html, type TemplateResult } from 'lit';

/** A step of the lesson: what to read, and what its button says. */
export interface LessonText {
  readonly title: string;
  readonly body: TemplateResult;
  readonly deed: string;
}

/** All of the lesson's text, in the notation of Peter Roelants' tutorial. */
export const english: readonly LessonText[] = [
  {
    title: 'A bit of memory',
    body: html`<p>You add two numbers on paper from the right, digit by digit, and keep one thing in mind: the carry.</p>
      <pre>
a:    1010010   37
b:  + 1101010   43
      -------   --
t:  = 0000101   80</pre>
      <p>Here the lowest bit comes first, so time runs to the right. At step k the input x<sub>k</sub> has a bit of each number, and the target t<sub>k</sub> is the bit of the sum. Nothing but the carry goes from one step to the next: one bit of memory.</p>`,
    deed: 'Begin with the adder',
  },
  {
    title: 'Three numbers for a state',
    body: html`<p>The network has no carry. It has three hidden states, each between −1 and 1:</p>
      <p class="formula">s<sub>k</sub> = tanh(x<sub>k</sub> · W<sub>in</sub> + b<sub>in</sub> + s<sub>k−1</sub> · W<sub>rec</sub> + b<sub>rec</sub>)</p>
      <p>They are the three axes of the pictures. Each point is a state after some inputs; its colour is the carry that should be remembered there. At first the colours are mixed: it remembers nothing of use.</p>`,
    deed: 'Stop and look; turn a picture',
  },
  {
    title: 'An output and a loss',
    body: html`<p>The output is a number between 0 and 1:</p>
      <p class="formula">z<sub>k</sub> = s<sub>k</sub> · W<sub>out</sub> + b<sub>out</sub>,&ensp; y<sub>k</sub> = 1 / (1 + e<sup>−z<sub>k</sub></sup>)</p>
      <p>The loss ξ is the mean of −(t log y + (1 − t) log(1 − y)). It is 0.69 for somebody who guesses and 0 for somebody who knows. Accuracy counts only additions that are right in every bit.</p>`,
    deed: 'Take a single step',
  },
  {
    title: 'Learning',
    body: html`<p>Each update takes a minibatch, asks backpropagation through time for the gradient of ξ, and moves all 28 parameters a little: RMSProp with Nesterov momentum.</p>
      <p>Watch the states: they part into two clouds, carry 0 and carry 1. Nobody told the network that there is a carry; only the sums.</p>`,
    deed: 'Run',
  },
  {
    title: 'Starts that fail',
    body: html`<p>Where it begins is chance. Some starts end in a local minimum: the loss stays, and the clouds stay mixed. They are kept in the strip, with the reason, and the next start begins.</p>
      <p>And 100 % on a test set is no proof: the next step shows one that learns every sample and is wrong all the same.</p>`,
    deed: 'See six starts fail',
  },
  {
    title: 'Small integers',
    body: html`<p>The chip on an Uno has no floating-point unit. Weights are rounded to bytes and tanh becomes a table. That is the picture on the right: the fixed network, whose states are few.</p>
      <p>Give it few bits and rounding can break what was learned: its counterexample is played as an addition going wrong. Nine roundings are tried and the rest is trained on before a start is given up.</p>`,
    deed: 'Weights of 3 bits, states of 4',
  },
  {
    title: 'The proof',
    body: html`<p>The fixed network has few states, so all of them can be visited: from the initial state, with every input, beside the machine that adds. If each of these transitions gives the correct output, so do streams of any length.</p>
      <p>Merge the states that no input can tell apart, and two are left: it has found the carry. Flip a bit of a state and see that it comes back. Then let an Uno add.</p>`,
    deed: 'Prove the adder',
  },
];
