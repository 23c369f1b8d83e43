/// What makes a page's lists searchable, filterable and sortable. Plain JavaScript without a library; a page reads as well without it, all rows in
/// the order of the sheet. It takes its words from the page, touches no network, and keeps nothing.
enum PageScript {
  static let text: StaticString = """
    (() => {
      'use strict';
      const words = document.body.dataset;
      const collator = new Intl.Collator('zh', { numeric: true });
      const number = text => text === '' ? -Infinity : parseFloat(text.replace(/[,%]/g, ''));
      const make = (name, parent, text) => {
        const element = parent.appendChild(document.createElement(name));
        if (text !== undefined) element.textContent = text;
        return element;
      };
      for (const list of document.querySelectorAll('section.list')) {
        const table = list.querySelector('table'), tools = list.querySelector('.tools');
        const heads = [...table.tHead.rows[0].cells], bodies = [...table.tBodies];
        const rows = bodies.flatMap(body => [...body.rows].filter(row => row.className !== 'group'));
        const cell = (row, column) => row.cells[column].textContent;
        const texts = rows.map(row => [...row.cells].map(cell => cell.textContent).join('\\n').toLowerCase());
        const search = tools.querySelector('input'), count = tools.querySelector('output');
        const filters = heads.flatMap((head, column) => {
          if (!('filter' in head.dataset)) return [];
          const values = [...new Set(rows.map(row => cell(row, column)))].sort(collator.compare);
          if (values.length < 2 || values.length > 60) return [];
          const label = make('label', tools, head.textContent + ' '), select = make('select', label);
          make('option', select, words.all).value = '*';
          for (const value of values) make('option', select, value || words.blank).value = '=' + value;
          return [{ column, select }];
        });
        const show = () => {
          const asked = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
          let shown = 0;
          rows.forEach((row, index) => {
            const fits = asked.every(word => texts[index].includes(word))
              && filters.every(({ column, select }) => select.value === '*' || select.value === '=' + cell(row, column));
            row.hidden = !fits;
            if (fits) shown += 1;
          });
          for (const body of bodies) {
            const heading = body.querySelector('.group');
            if (heading) heading.hidden = ![...body.rows].some(row => row !== heading && !row.hidden);
          }
          count.value = words.shown.replace('%n', shown).replace('%m', rows.length);
        };
        const sort = (column, down) => {
          const value = heads[column].className === 'n' ? row => number(cell(row, column)) : row => cell(row, column);
          const order = heads[column].className === 'n' ? (a, b) => a === b ? 0 : a < b ? -1 : 1 : collator.compare;
          for (const body of bodies) {
            const keyed = [...body.rows].filter(row => row.className !== 'group').map(row => [value(row), row]);
            keyed.sort((a, b) => (down ? -1 : 1) * order(a[0], b[0]));
            body.append(...keyed.map(pair => pair[1]));
          }
          heads.forEach((head, at) => at === column
            ? head.setAttribute('aria-sort', down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort'));
        };
        const choice = make('select', make('label', tools, words.sort + ' '));
        choice.parentElement.className = 'sort';
        make('option', choice, '—').value = '';
        heads.forEach((head, column) => {
          for (const way of ['ascending', 'descending'])
            make('option', choice, head.textContent + ' ' + words[way]).value = column + ' ' + way;
          const title = head.textContent;
          head.textContent = '';
          const button = make('button', head, title);
          button.type = 'button';
          button.addEventListener('click', () => sort(column, head.getAttribute('aria-sort') === 'ascending'));
        });
        choice.addEventListener('change', () => {
          const [column, way] = choice.value.split(' ');
          if (way) sort(Number(column), way === 'descending');
        });
        search.addEventListener('input', show);
        for (const { select } of filters) select.addEventListener('change', show);
        tools.hidden = false;
        show();
      }
    })();

    """
}
