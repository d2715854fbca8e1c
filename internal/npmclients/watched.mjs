// A fetch that remembers what was sent and answered.
export function watched() {
  const seen = [];
  const watching = async (url, options) => {
    const response = await fetch(url, options);
    const body = options?.body;
    seen.push({
      method: options?.method ?? 'GET',
      body: typeof body === 'string' ? JSON.parse(body) : body,
      status: response.status,
      type: response.headers.get('content-type'),
    });
    return response;
  };
  return { seen, fetch: watching };
}

// A listings report of one SKU.
export function report(sku) {
  return new File([`seller-sku\tprice\n${sku}\t1.50\n`], 'report.txt', { type: 'text/plain' });
}
