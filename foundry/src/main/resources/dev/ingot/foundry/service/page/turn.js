// One turn of the conversation on the page.

const make = (tag, name, text) => {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
};

/** Text with its fenced and inline code; never as markup. */
function show(element, text) {
  element.replaceChildren();
  text.split(/```[^\n`]*\n?/).forEach((part, i) => {
    if (i % 2 === 1) {
      const block = make('pre');
      block.append(make('code', '', part.replace(/\n$/, '')));
      element.append(block);
      return;
    }
    const plain = i === 0 ? part : part.replace(/^\n/, '');
    plain.split(/`([^`\n]+)`/).forEach((piece, j) => {
      element.append(j % 2 === 1 ? make('code', '', piece) : document.createTextNode(piece));
    });
  });
}

export class Turn {
  constructor(log, mine, speaker = mine ? 'You' : 'Service') {
    this.root = make('article', mine ? 'turn mine' : 'turn');
    this.root.append(make('h3', mine ? 'hidden' : '', speaker));
    this.text = make('div', 'text');
    this.root.append(this.text);
    log.append(this.root);
    this.content = '';
    this.reasoning = '';
  }

  add(piece) {
    this.content += piece;
    show(this.text, this.content);
  }

  think(piece) {
    if (!this.thought) {
      this.thought = make('details');
      this.thought.append(make('summary', '', 'Reasoning'), make('div', 'text'));
      this.text.before(this.thought);
    }
    this.reasoning += piece;
    this.thought.lastChild.textContent = this.reasoning;
  }

  waiting(on) { this.text.classList.toggle('waiting', on); }

  foot(text) {
    this.note ??= this.root.appendChild(make('p', 'foot'));
    this.note.textContent = text;
  }

  fail(text) {
    const note = make('p', 'wrong', text);
    note.setAttribute('role', 'alert');
    this.root.append(note);
  }
}
