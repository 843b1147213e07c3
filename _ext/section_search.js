// Finds the sections that have all words and formulas of a query, and shows the text around them.
// Sphinx's script reads the query and the index, and makes the places to write to.
(() => {
  const MOST = 20; // results
  const AROUND = 220; // characters of an excerpt
  const PART = String.raw`[\p{Letter}\p{Number}]`;
  const SIGN = /[-+=/*·×⊙<>≤≥≠≈∈→]/u;
  const SCRIPT = /(?<=[\p{Letter})])[_^](?:\(|(?=[\p{Letter}\p{Number}](?![\p{Letter}\p{Number}])))/uy;
  const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho";
  const NAMES = { "∂": "d", "−": "-", ς: "sigma", ϵ: "epsilon" };
  [...GREEK.split(" ")].forEach((name, i) => (NAMES[String.fromCodePoint(0x3b1 + i)] = name));
  "sigma tau upsilon phi chi psi omega"
    .split(" ")
    .forEach((name, i) => (NAMES[String.fromCodePoint(0x3c3 + i)] = name));

  // Scripts, Greek letters and signs as one types them, in small letters; `places` tells for each
  // character where it stands in the text.
  function folded(text) {
    let plain = "";
    const places = [];
    const add = (characters, place) => {
      plain += characters;
      for (let i = 0; i < characters.length; i += 1) places.push(place);
    };
    for (let i = 0; i < text.length; i += 1) {
      SCRIPT.lastIndex = i;
      if (SCRIPT.test(text)) i = SCRIPT.lastIndex;
      const letter = text[i].normalize("NFKC").toLowerCase();
      const beside = text[i] === " " && (SIGN.test(plain.at(-1) ?? "") || SIGN.test(sign(text[i + 1])));
      if (!beside) add([...letter].map((one) => NAMES[one] ?? one).join(""), i);
    }
    return { plain, places };
  }

  function sign(letter = "") {
    return NAMES[letter] ?? letter;
  }

  // x_i and W_{i,j} as the text has them, and the words that tell nothing left out
  function termsOf(query) {
    const scripts = query.replace(/(?<=\p{Letter})[_^](?:\{([^}]*)\}|(\w)(?!\w))/gu, "$1$2");
    const all = folded(scripts).plain.split(/[\s"]+/).filter(Boolean);
    const telling = all.filter((term) => !stopwords.includes(term));
    return [...new Set(telling.length ? telling : all)];
  }

  // A word is found in all its forms, a formula and a short word as they are.
  function patternOf(term) {
    let part = term;
    let end = `(?!${PART})`; // after a formula or a short word
    if (/^\p{Letter}{4,}$/u.test(term)) {
      const stem = new Stemmer().stemWord(term);
      let same = 0;
      while (same < stem.length && stem[same] === term[same]) same += 1;
      part = term.slice(0, same);
      end = `${PART}*`;
    }
    const letters = [/^[\p{Letter}\p{Number}]/u.test(part), /[\p{Letter}\p{Number}]$/u.test(part)];
    const exact = part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    return new RegExp(`${letters[0] ? `(?<!${PART})` : ""}${exact}${letters[1] ? end : ""}`, "gu");
  }

  function matches(text, patterns) {
    const { plain, places } = folded(text);
    return patterns.flatMap((pattern, term) =>
      [...plain.matchAll(pattern)].map((found) => ({
        term,
        from: places[found.index],
        to: places[found.index + found[0].length - 1] + 1,
      })),
    );
  }

  const distinct = (found) => new Set(found.map(({ term }) => term)).size;

  function sectionsWith(patterns) {
    const results = [];
    Search._index.sections.forEach((sections, page) => {
      const chapter = Search._index.titles[page];
      for (const [anchor, title, text, code] of sections) {
        const [inTitle, inText, inCode] = [title, text, code].map((part) => matches(part, patterns));
        const found = [...inTitle, ...inText, ...inCode];
        if (!found.length) continue;
        const all = distinct([...found, ...matches(chapter, patterns)]);
        const score =
          20 * distinct(inTitle) + 4 * distinct(inText) + Math.min(inText.length, 8) + distinct(inCode);
        const shown = inText.length || !inCode.length ? [text, inText] : [code, inCode];
        results.push({ page, chapter, anchor, title, all, score, shown });
      }
      // a page that is about it comes before one that mentions it
      const own = results.filter((result) => result.page === page);
      for (const result of own) result.score += Math.min(own.length, 8);
    });
    const most = Math.max(0, ...results.map(({ all }) => all));
    return results.filter(({ all }) => all === most).sort((a, b) => b.score - a.score);
  }

  // The piece of a text that has most of the terms, with these marked.
  function excerpt([text, found]) {
    const near = ({ from }) => found.filter((one) => one.from >= from && one.to <= from + AROUND / 2);
    const best = Math.max(...found.map((one) => distinct(near(one))));
    const first = found
      .filter((one) => distinct(near(one)) === best)
      .reduce((one, other) => (other.from < one.from ? other : one), found[0] ?? { from: 0 });
    let start = Math.max(0, first.from - AROUND / 2);
    if (start) start = text.indexOf(" ", start) + 1;
    let end = Math.min(text.length, start + AROUND);
    if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), first.to ?? end);
    const paragraph = document.createElement("p");
    paragraph.className = "context";
    paragraph.append(start ? "… " : "");
    let at = start;
    for (const { from, to } of found.toSorted((a, b) => a.from - b.from)) {
      if (from < at || to > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      paragraph.append(text.slice(at, from), mark);
      at = to;
    }
    paragraph.append(text.slice(at, end), end < text.length ? " …" : "");
    return paragraph;
  }

  function show({ page, chapter, anchor, title, shown }, isPage) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${Search._index.docnames[page]}.html${isPage ? "" : `#${anchor}`}`;
    link.textContent = isPage ? chapter : `${chapter} › ${title}`;
    item.append(link, excerpt(shown));
    Search.output.append(item);
  }

  Search.query = (query) => {
    const terms = termsOf(query);
    const results = terms.length ? sectionsWith(terms.map(patternOf)) : [];
    // what the page that is opened marks; a letter or a sign would be marked everywhere
    localStorage.setItem(
      "sphinx_highlight_terms",
      terms.filter((term) => /^\p{Letter}{3,}$/u.test(term)).join(" "),
    );
    Search.stopPulse();
    Search.title.textContent = "Search results";
    Search.status.setAttribute("role", "status");
    const found = results.length === 1 ? "Found in one section." : `Found in ${results.length} sections.`;
    Search.status.textContent = results.length
      ? `${found}${results.length > MOST ? ` These are the first ${MOST}.` : ""}`
      : "No section has it. Try a single word, or a part of the formula.";
    for (const result of results.slice(0, MOST)) {
      show(result, result.anchor === Search._index.sections[result.page][0][0]);
    }
  };
})();
