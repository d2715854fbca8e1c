import{__toESM as e}from"./rolldown-runtime.js";import{Alert as t,Paper as n,graphql as r,useClient as i,useQuery as a}from"./gql.js";import{ActionIcon as o,Anchor as s,Link as c,useParams as l,useSearchParams as u}from"./index.js";import{Box as d,Button as f,Group as p,Stack as m,Text as h,useMediaQuery as g}from"./Stack.js";import{useIntegration as _}from"./integration.js";import{Problem as v,Skeleton as y}from"./problem.js";import{IconSearch as ee,PageTitle as b,Pager as x,TargetView as S,nameTarget as te,targetCode as C,targetKey as w,targetName as T,useDebouncedValue as E,usePaging as D}from"./target-view.js";import{Title as O}from"./Title.js";import{require_jsx_runtime as k,require_react as A}from"./preload-helper.js";import{TargetSelect as j}from"./target-select.js";import{Undo as ne}from"./undo.js";import{Badge as M}from"./Badge.js";import{IconX as re}from"./IconX.js";import{ScrollArea as N}from"./OptionalPortal.js";import{Table as P}from"./Table.js";import{RejectedRows as F}from"./rejected-rows.js";import{TextInput as I}from"./TextInput.js";var L=e(A(),1);function ie(e){if(!e||e.rejectedRows.length>0)return;let t=(e,t)=>e.map(({sku:e,target:n})=>[e,{kind:t,target:n}]);return new Map([...t(e.kept,`kept`),...t(e.created,`new`),...t(e.lost,`lost`)])}function ae(e,t){return e.flatMap(({sku:e,nowKey:n})=>{let r=t?.get(e),i=r&&r.kind!==`lost`?w(r.target):void 0,a=n?[{from:e,to:n,kind:!r||i===n?`kept`:`gone`}]:[];return i&&i!==n?[...a,{from:e,to:i,kind:`new`}]:a})}var R=k(),z={kept:{stroke:`var(--mantine-color-gray-6)`,strokeWidth:2,strokeDasharray:void 0},new:{stroke:`light-dark(var(--mantine-color-blue-8), var(--mantine-color-blue-4))`,strokeWidth:3,strokeDasharray:`8 4`},gone:{stroke:`light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))`,strokeWidth:2,strokeDasharray:`2 5`}};function oe({container:e,links:t}){let[n,r]=(0,L.useState)([]);return(0,L.useEffect)(()=>{let n=e.current;if(!n)return;let i=()=>r(B(n,t));i();let a=new ResizeObserver(i);return a.observe(n),()=>a.disconnect()},[e,t]),(0,R.jsx)(`svg`,{"aria-hidden":!0,style:{position:`absolute`,inset:0,width:`100%`,height:`100%`,pointerEvents:`none`,overflow:`visible`},children:n.map(({from:e,to:t,kind:n,path:r})=>(0,R.jsx)(`path`,{d:r,fill:`none`,strokeLinecap:`round`,...z[n]},`${n} ${e} ${t}`))})}function B(e,t){let n=e.getBoundingClientRect(),r=t=>new Map([...e.querySelectorAll(`[${t}]`)].map(e=>[e.getAttribute(t),e.getBoundingClientRect()])),i=r(`data-link-from`),a=r(`data-link-to`);return t.flatMap(e=>{let t=i.get(e.from),r=a.get(e.to);if(!t||!r)return[];let[o,s]=[t.right-n.left,t.top+t.height/2-n.top],[c,l]=[r.left-n.left,r.top+r.height/2-n.top],u=(c-o)/2;return[{...e,path:`M ${o} ${s} C ${o+u} ${s}, ${c-u} ${l}, ${c} ${l}`}]})}function se(){let e={kept:`stays`,new:`new`,gone:`goes`};return(0,R.jsx)(`div`,{style:{display:`flex`,gap:16,fontSize:`var(--mantine-font-size-xs)`},children:[`kept`,`new`,`gone`].map(t=>(0,R.jsxs)(`span`,{style:{display:`inline-flex`,alignItems:`center`,gap:6},children:[(0,R.jsx)(`svg`,{width:36,height:8,"aria-hidden":!0,children:(0,R.jsx)(`path`,{d:`M 2 4 H 34`,strokeLinecap:`round`,...z[t]})}),e[t]]},t))})}var ce=(0,L.memo)(function({line:e,foreign:t,choice:r,refused:i,change:a,candidates:u,onChoose:f,onPick:m}){let{id:g}=l(),{sku:_}=e;return(0,R.jsxs)(n,{withBorder:!0,p:`xs`,fz:`sm`,"data-link-from":_,children:[(0,R.jsxs)(p,{justify:`space-between`,gap:`xs`,wrap:`nowrap`,align:`flex-start`,children:[(0,R.jsxs)(`div`,{children:[(0,R.jsx)(`span`,{className:`sku`,children:_}),(0,R.jsx)(h,{size:`xs`,lineClamp:1,children:e.title||`No title`})]}),t&&(0,R.jsx)(s,{component:c,href:`/integrations/${g}/remap?family=${encodeURIComponent(e.familySku)}`,size:`xs`,underline:`always`,children:`other family`})]}),(0,R.jsx)(V,{line:e,change:a,candidates:u}),(0,R.jsxs)(p,{gap:4,wrap:`nowrap`,align:`flex-start`,mt:4,children:[(0,R.jsx)(d,{flex:1,miw:0,children:(0,R.jsx)(j,{asSelect:!0,label:`Link ${_} to`,hideLabel:!0,placeholder:`By the rules, or pick an item`,value:r?.code??``,onChange:e=>f(_,e===``?void 0:{code:e}),onPick:e=>m(_,e),candidates:u,error:r?.problem??i})}),r&&(0,R.jsx)(o,{variant:`subtle`,color:`gray`,size:`lg`,"aria-label":`Clear the choice for ${_}`,onClick:()=>f(_,void 0),children:(0,R.jsx)(re,{size:16})})]})]})});function V({line:e,change:t,candidates:n}){let r=e.nowKey===void 0?void 0:e.listing?.mapping?.target??n.find(t=>w(t)===e.nowKey);return(0,R.jsxs)(h,{size:`xs`,component:`div`,c:`dimmed`,children:[`Now: `,r?(0,R.jsx)(H,{target:r}):`not mapped`,t?.kind===`new`&&(0,R.jsxs)(R.Fragment,{children:[` `,(0,R.jsx)(M,{size:`xs`,color:`blue`,variant:`light`,tt:`none`,children:`then`}),` `,(0,R.jsx)(H,{target:t.target})]}),t?.kind===`lost`&&(0,R.jsxs)(R.Fragment,{children:[` `,(0,R.jsx)(M,{size:`xs`,color:`red`,variant:`light`,tt:`none`,children:`then none`})]}),t?.kind===`kept`&&`, stays`]})}function H({target:e}){let t=C(e);return t?(0,R.jsx)(`span`,{className:`sku`,children:t}):(0,R.jsx)(R.Fragment,{children:T(e)})}var U=r(`
  query PartialPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {
    amazonListings(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        sku
        title
        familySku
      }
      pageInfo {
        ...PageParts
      }
    }
  }
`),W=r(`
  query PartialTotal($integrationId: ID!, $filter: ListingFilter) {
    amazonListings(integrationId: $integrationId, filter: $filter, first: 0) {
      totalCount
    }
  }
`);r(`
  fragment FamilyListing on AmazonListing {
    id
    sku
    familySku
    title
    status
    unmappableReason
    matches {
      ...TargetParts
    }
    mapping {
      id
      target {
        ...TargetParts
      }
    }
  }
`);var G=r(`
  query FamilyListings($integrationId: ID!, $familySku: String!) {
    amazonListings(integrationId: $integrationId, filter: { familySku: $familySku }, first: 250) {
      nodes {
        ...FamilyListing
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`),le=r(`
  query RemapProduct($integrationId: ID!, $id: ID!) {
    node(id: $id) {
      ... on OmniProduct {
        id
        code
        barcode
        name
        options {
          id
          code
          barcode
          name
          isDefault
          mapping(integrationId: $integrationId) {
            ...ProductLink
          }
          sizes {
            id
            code
            barcode
            name
            mapping(integrationId: $integrationId) {
              ...ProductLink
            }
          }
        }
      }
    }
  }
`);r(`
  fragment ProductLink on Mapping {
    id
    listing {
      sku
      familySku
      title
    }
  }
`),r(`
  fragment RemapPair on RemapPair {
    sku
    target {
      ...TargetParts
    }
    formerTarget {
      ...TargetParts
    }
  }
`);var ue=r(`
  mutation RemapPreview($input: RemapProductsInput!) {
    remapProducts(input: $input) {
      operation {
        id
      }
      deleted
      created {
        ...RemapPair
      }
      kept {
        ...RemapPair
      }
      lost {
        ...RemapPair
      }
      rejectedRows {
        row
        sku
        cin7Code
        code
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`),K=r(`
  query MappingOf($integrationId: ID!, $sku: String!) {
    amazonListing(integrationId: $integrationId, sku: $sku) {
      mapping {
        id
        target {
          option {
            id
          }
          size {
            id
          }
        }
      }
    }
  }
`),q=r(`
  mutation DeleteCreated($integrationId: ID!, $ids: [ID!]!) {
    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {
      deleted
    }
  }
`);function J(e){let t=(t,n)=>({target:{level:n?`SIZE_OPTION`:`PRODUCT_OPTION`,product:e,option:t,size:n??null},link:(n??t).mapping?.listing});return e.options.flatMap(e=>[t(e),...e.sizes.map(n=>t(e,n))])}var Y=50;function de({outcome:e,stale:t}){let[n,r]=(0,L.useState)(!1);if(e.rejectedRows.length>0)return(0,R.jsxs)(m,{gap:`xs`,children:[(0,R.jsxs)(h,{size:`sm`,role:`status`,children:[e.rejectedRows.length===1?`A pair would be refused; while it is`:`${e.rejectedRows.length.toLocaleString()} pairs would be refused; while they are`,`, nothing can be changed.`]}),(0,R.jsx)(F,{rows:e.rejectedRows})]});let i=[...e.created.map(e=>({pair:e,kind:`new`})),...e.lost.map(e=>({pair:e,kind:`lost`})),...e.kept.map(e=>({pair:e,kind:`kept`}))],a=n?i:i.slice(0,Y),o=e.created.length+e.deleted>0;return(0,R.jsxs)(m,{gap:`xs`,style:{opacity:t?.6:1},"aria-busy":t,children:[(0,R.jsxs)(h,{size:`sm`,role:`status`,className:`numeric`,children:[e.created.length.toLocaleString(),` new, `,e.kept.length.toLocaleString(),` kept, `,e.lost.length.toLocaleString(),` lost; `,e.deleted.toLocaleString(),` former`,` `,e.deleted===1?`link`:`links`,` deleted.`,!o&&` So nothing changes: pick an item at a listing to link it.`]}),i.length>0&&(0,R.jsx)(N,{viewportProps:{tabIndex:0,role:`region`,"aria-label":`Rows of the remap`},children:(0,R.jsxs)(P,{withTableBorder:!0,miw:560,children:[(0,R.jsx)(P.Thead,{children:(0,R.jsxs)(P.Tr,{children:[(0,R.jsx)(P.Th,{w:90,children:`What`}),(0,R.jsx)(P.Th,{children:`SKU`}),(0,R.jsx)(P.Th,{children:`Before`}),(0,R.jsx)(P.Th,{children:`After`})]})}),(0,R.jsx)(P.Tbody,{children:a.map(({pair:e,kind:t})=>(0,R.jsx)(Z,{pair:e,kind:t},e.sku))})]})}),a.length<i.length&&(0,R.jsx)(`div`,{children:(0,R.jsxs)(f,{size:`xs`,variant:`default`,onClick:()=>r(!0),children:[`Show all `,i.length.toLocaleString()]})})]})}var X={new:{label:`New`,color:`blue`},kept:{label:`Kept`,color:`gray`},lost:{label:`Lost`,color:`red`}};function Z({pair:e,kind:t}){let n=t===`lost`?e.target:e.formerTarget;return(0,R.jsxs)(P.Tr,{children:[(0,R.jsx)(P.Td,{children:(0,R.jsx)(M,{color:X[t].color,variant:`light`,tt:`none`,children:X[t].label})}),(0,R.jsx)(P.Th,{scope:`row`,fw:400,ta:`start`,className:`sku`,children:e.sku}),(0,R.jsx)(P.Td,{children:n?(0,R.jsx)(S,{target:n,withLevel:!1}):(0,R.jsx)(Q,{})}),(0,R.jsx)(P.Td,{children:t===`lost`?(0,R.jsx)(Q,{}):(0,R.jsx)(S,{target:e.target})})]})}function Q(){return(0,R.jsx)(h,{size:`sm`,c:`dimmed`,children:`not mapped`})}function fe({product:e,included:t,changes:r,onInclude:i}){let a=new Map([...r??[]].filter(([,e])=>e.kind!==`lost`).map(([e,t])=>[w(t.target),e]));return(0,R.jsxs)(n,{withBorder:!0,p:`xs`,fz:`sm`,component:`section`,children:[(0,R.jsxs)(p,{justify:`space-between`,gap:`xs`,align:`flex-start`,wrap:`nowrap`,children:[(0,R.jsxs)(`div`,{children:[(0,R.jsx)(O,{order:3,size:`h6`,children:e.name||`Without a name`}),e.code&&(0,R.jsx)(`span`,{className:`sku`,children:e.code})]}),t?(0,R.jsx)(M,{variant:`light`,tt:`none`,style:{flexShrink:0},children:`In this remap`}):(0,R.jsx)(f,{size:`compact-xs`,variant:`default`,style:{flexShrink:0},onClick:()=>i(e.id),"aria-label":`Take in ${e.name||e.code||`this product`}`,children:`Take in`})]}),(0,R.jsx)(m,{component:`ul`,gap:2,p:0,mt:`xs`,mb:0,style:{listStyle:`none`},children:J(e).map(e=>(0,R.jsx)(pe,{place:e,nextSku:a.get(w(e.target)),known:r!==void 0,moves:r?.has(e.link?.sku??``)??!1},w(e.target)))})]})}function pe({place:{target:e,link:t},nextSku:n,known:r,moves:i}){let a=e.size??e.option,o=n??(i?void 0:t?.sku);return(0,R.jsxs)(p,{component:`li`,"data-link-to":w(e),gap:`xs`,justify:`space-between`,py:4,pl:e.size?`md`:`xs`,style:{borderTop:`1px solid var(--mantine-color-default-border)`},children:[(0,R.jsxs)(`div`,{children:[(0,R.jsx)(`span`,{className:`sku`,children:a.code??`no Code`}),` `,(0,R.jsx)(h,{span:!0,size:`xs`,children:a.name})]}),(0,R.jsxs)(h,{size:`xs`,c:`dimmed`,component:`div`,children:[t?(0,R.jsx)(`span`,{className:`sku`,children:t.sku}):`free`,r&&o!==t?.sku&&(0,R.jsxs)(R.Fragment,{children:[`, then `,o?(0,R.jsx)(`span`,{className:`sku`,children:o}):`free`]})]})]})}function me(e,t,n){let r=i(),[{data:o,fetching:s,error:c},l]=a({query:G,variables:{integrationId:e,familySku:t}}),[u,d]=(0,L.useState)(),[f,p]=(0,L.useState)(),[m,h]=(0,L.useState)(0),g=o?.amazonListings.nodes,_=(g?he(g,n):[]).join(` `),v=g!==void 0;return(0,L.useEffect)(()=>{if(!v)return;let t=!1;return(async()=>{let n=await Promise.all(_.split(` `).filter(Boolean).map(t=>r.query(le,{integrationId:e,id:t}).toPromise()));t||(p(n.find(e=>e.error)?.error),d(n.map(e=>e.data?.node).filter(e=>!!e&&`options`in e)))})(),()=>{t=!0}},[r,e,_,v,m]),{listings:g,products:u,more:o?.amazonListings.pageInfo.hasNextPage??!1,fetching:s,error:c??f,again:()=>{l(),h(e=>e+1)}}}function he(e,t){let n=e.flatMap(e=>e.mapping?[e.mapping.target.product.id]:[]),r=e.flatMap(e=>e.matches.map(e=>e.product.id));return[...new Set([...t,...n,...r])]}function ge(e,t){let n=new Map(t.flatMap(J).map(({target:e},t)=>[w(e),t])),r=e=>e.nowKey===void 0?-1:n.get(e.nowKey)??-1,i=e.map(e=>{let{sku:t,familySku:n,title:r,mapping:i}=e;return{sku:t,familySku:n,title:r,nowKey:i?w(i.target):void 0,listing:e}}).sort((e,t)=>r(e)-r(t)),a=new Set(i.map(e=>e.sku)),o=t.flatMap(J).flatMap(({target:e,link:t})=>t&&!a.has(t.sku)?[{...t,nowKey:w(e)}]:[]);return[...i,...o]}function _e(e,t,n,r){let i=new Map(n.flatMap(J).map(({target:e})=>[w(e),e.product.id])),a=new Set([e]),o=new Set(r?[r]:[]),s=t.flatMap(e=>{let t=e.nowKey?i.get(e.nowKey):void 0;return t?[{family:e.familySku,product:t}]:[]});for(let e=-1;e!==a.size+o.size;){e=a.size+o.size;for(let{family:e,product:t}of s)(a.has(e)||o.has(t))&&(a.add(e),o.add(t))}return o}function ve(e,t){let n=i(),[r,a]=(0,L.useState)(),o=e?JSON.stringify([e,t]):``;return(0,L.useEffect)(()=>{if(o===``)return;let e=!1,t=setTimeout(async()=>{let t=JSON.parse(o)[0],{data:r,error:i}=await n.mutation(ue,{input:{...t,dryRun:!0}}).toPromise();e||a({key:o,...ye(r?.remapProducts,i)})},250);return()=>{e=!0,clearTimeout(t)}},[n,o]),{outcome:r?.outcome,error:r?.key===o?r.error:void 0,current:r?.key===o}}function ye(e,t){return e?e.userErrors.length>0?{error:{message:e.userErrors.map(e=>e.message).join(` `)}}:{outcome:e}:{error:t??{message:`The server gave no answer.`}}}function be(e){let t=i();return async n=>{let r=[];for(let{sku:i,target:a}of n){let{data:n,error:o}=await t.query(K,{integrationId:e,sku:i}).toPromise();if(o)return o;let s=n?.amazonListing?.mapping;s&&w(s.target)===w(a)&&r.push(s.id)}if(r.length!==0)return(await t.mutation(q,{integrationId:e,ids:r}).toPromise()).error}}function xe({integrationId:e,familySku:n,product:r,onProduct:a}){let o=i(),s=g(`(max-width: 62em)`,!1,{getInitialValueInEffect:!1})??!1,[c,l]=(0,L.useState)([]),{listings:u,products:_,more:ee,error:b,again:x}=me(e,n,r?[r,...c]:c),[S,C]=(0,L.useState)(new Map),[w,T]=(0,L.useState)(!1),[E,D]=(0,L.useState)(),[k,A]=(0,L.useState)(),[j,M]=(0,L.useState)(0),re=be(e),N=(0,L.useRef)(null),P=(0,L.useMemo)(()=>ge(u??[],_??[]),[u,_]),F=r??(P.some(e=>e.familySku===n&&e.nowKey)?void 0:_?.find(e=>J(e).some(e=>e.link))?.id),I=[...S].filter(([,e])=>e.code.trim()!==``),z=u&&u.length>0&&_?{integrationId:e,familySku:n,omniProductId:F??null,mappings:I.map(([e,t])=>({sku:e,cin7Code:t.code}))}:void 0,B=ve(z,j),V=B.outcome,H=(0,L.useCallback)((e,t)=>{C(n=>{let r=new Map(n);return t?r.set(e,t):r.delete(e),r})},[]),U=(0,L.useCallback)(async(e,t)=>{l(e=>e.includes(t.product.id)?e:[...e,t.product.id]);try{let{code:n,problem:r}=await te(o,t);H(e,r===void 0?{code:n}:{code:``,problem:r})}catch(t){H(e,{code:``,problem:t instanceof Error?t.message:String(t)})}},[o,H]),W=(0,L.useMemo)(()=>(_??[]).flatMap(J).map(e=>e.target),[_]),G=(0,L.useMemo)(()=>ie(V),[V]),le=(0,L.useMemo)(()=>ae(P,G),[P,G]),K=new Map(B.current?V?.rejectedRows.map(e=>[I[e.row-1]?.[0]??e.sku,e.message]):[]),q=()=>{x(),M(e=>e+1)},Y=async()=>{if(!z||w)return;T(!0),A(void 0);let{data:e,error:t}=await o.mutation(ue,{input:{...z,dryRun:!1}}).toPromise();T(!1);let n=ye(e?.remapProducts,t);if(n.error)return A(n.error);if(!n.outcome||n.outcome.rejectedRows.length>0)return q();let{operation:r,deleted:i,created:a}=n.outcome;D({operationId:r?.id,deleted:i,created:a}),C(new Map),q()};if(b)return(0,R.jsx)(v,{error:b,title:`The family could not be read`,onRetry:x});if(!u||!_)return(0,R.jsx)(y,{height:320,"aria-label":`Loading the family`});if(u.length===0)return(0,R.jsxs)(h,{children:[`There is no family `,(0,R.jsx)(`span`,{className:`sku`,children:n}),` in this integration. A family is named by its parent's SKU, or a product by its own.`]});let X=_e(n,P,_,F),Z=(V?.created.length??0)+(V?.deleted??0),Q=B.current&&!B.error&&K.size===0&&Z>0&&![...S.values()].some(e=>e.problem);return(0,R.jsxs)(m,{children:[ee&&(0,R.jsx)(t,{color:`yellow`,children:`The family has more than 250 listings; the first 250 are shown. The remap takes them all.`}),E&&(0,R.jsx)(ne,{operationId:E.operationId??``,nothingDeleted:E.deleted===0,before:()=>re(E.created),onRestored:q,onClose:()=>D(void 0),children:`Remapped: ${$(E.created.length,`new link`)}, ${$(E.deleted,`former link`)} gone.`},E.operationId??`nothing`),k&&(0,R.jsx)(v,{error:k,title:`Nothing was remapped`,onRetry:Y}),(0,R.jsxs)(p,{justify:`space-between`,align:`flex-end`,children:[(0,R.jsx)(d,{w:{base:`100%`,sm:380},children:(0,R.jsx)(Se,{onAdd:e=>l(t=>t.includes(e)?t:[...t,e])})}),!s&&(0,R.jsx)(se,{})]}),(0,R.jsxs)(`div`,{ref:N,style:{position:`relative`,display:`grid`,gridTemplateColumns:s?`1fr`:`minmax(0, 1fr) minmax(0, 1fr)`,columnGap:140,rowGap:24,alignItems:`start`},children:[(0,R.jsxs)(m,{gap:`xs`,component:`section`,"aria-labelledby":`amazon-side`,children:[(0,R.jsx)(O,{order:2,size:`h5`,id:`amazon-side`,children:`On Amazon`}),P.map(e=>(0,R.jsx)(ce,{line:e,foreign:e.familySku!==n,choice:S.get(e.sku),refused:K.get(e.sku),change:G?.get(e.sku),candidates:W,onChoose:H,onPick:U},e.sku))]}),(0,R.jsxs)(m,{gap:`xs`,component:`section`,"aria-labelledby":`omni-side`,children:[(0,R.jsx)(O,{order:2,size:`h5`,id:`omni-side`,children:`In Omni`}),_.length===0&&(0,R.jsx)(h,{size:`sm`,children:`Nothing in Omni is linked to this family or matches it. Add an Omni product above, or pick its Code at a listing.`}),_.map(e=>(0,R.jsx)(fe,{product:e,included:X.has(e.id),changes:G,onInclude:a},e.id))]}),!s&&(0,R.jsx)(oe,{container:N,links:le})]}),(0,R.jsxs)(`section`,{"aria-labelledby":`outcome`,children:[(0,R.jsxs)(p,{justify:`space-between`,mb:`xs`,children:[(0,R.jsx)(O,{order:2,size:`h5`,id:`outcome`,children:`What the remap would do`}),(0,R.jsx)(f,{onClick:Y,loading:w,disabled:!Q,children:Z===0||!V?`Remap`:`Remap: ${$(V.created.length,`new link`)}, ${$(V.deleted,`former link`)} gone`})]}),B.error&&(0,R.jsx)(v,{error:B.error,title:`This cannot be remapped`,onRetry:()=>M(e=>e+1)}),V&&!B.error&&(0,R.jsx)(de,{outcome:V,stale:!B.current}),!V&&!B.error&&(0,R.jsx)(y,{height:120,"aria-label":`Loading the preview`})]})]})}function Se({onAdd:e}){let[t,n]=(0,L.useState)(``);return(0,R.jsx)(j,{label:`Show another Omni product`,placeholder:`Code, name or barcode`,value:t,onChange:n,onPick:t=>{e(t.product.id),n(``)}})}function $(e,t){return`${e.toLocaleString()} ${t}${e===1?``:`s`}`}function Ce({integrationId:e,onFamily:t}){let[n,r]=(0,L.useState)(``),[i,o]=(0,L.useState)(``),[s]=E(n.trim(),250),c={status:[`PARTIALLY_MAPPED`],search:s||null},l=D(s),[{data:u,fetching:d,error:g},_]=a({query:U,variables:{integrationId:e,filter:c,...l.page}}),[b]=a({query:W,variables:{integrationId:e,filter:c}}),S=u?.amazonListings;return(0,R.jsxs)(m,{children:[(0,R.jsx)(h,{maw:760,children:`These listings are not mapped, but others of their family are, so that no import maps them. A remap takes the family and the Omni products that it is mapped to, and decides all their links anew. You see what it would do before it does it, and it can be undone.`}),(0,R.jsxs)(p,{align:`flex-end`,gap:`md`,children:[(0,R.jsx)(I,{type:`search`,label:`Search`,placeholder:`SKU, ASIN or title`,leftSection:(0,R.jsx)(ee,{size:16}),value:n,onChange:e=>r(e.currentTarget.value),w:{base:`100%`,sm:300}}),(0,R.jsx)(`form`,{onSubmit:e=>{e.preventDefault(),i.trim()!==``&&t(i.trim())},children:(0,R.jsxs)(p,{align:`flex-end`,gap:`xs`,wrap:`nowrap`,children:[(0,R.jsx)(I,{label:`Or any other family`,placeholder:`The SKU that names it`,value:i,onChange:e=>o(e.currentTarget.value)}),(0,R.jsx)(f,{type:`submit`,variant:`default`,disabled:i.trim()===``,children:`Open`})]})})]}),g&&(0,R.jsx)(v,{error:g,title:`The list could not be read`,onRetry:_}),!S&&!g&&(0,R.jsx)(y,{height:240,"aria-label":`Loading the list`}),S&&S.nodes.length===0&&(0,R.jsx)(h,{children:s===``?`No product is partially mapped.`:`No partially mapped product is found.`}),S&&we(S.nodes).map(([t,n])=>(0,R.jsx)(Te,{integrationId:e,sku:t,listings:n},t)),S&&(S.nodes.length>0||!l.atFirst)&&(0,R.jsx)(x,{paging:l,info:S.pageInfo,shown:S.nodes.length,total:b.fetching?void 0:b.data?.amazonListings.totalCount,what:`partially mapped products`,busy:d})]})}function we(e){let t=new Map;for(let n of e)t.set(n.familySku,[...t.get(n.familySku)??[],n]);return[...t]}function Te({integrationId:e,sku:t,listings:r}){return(0,R.jsx)(n,{withBorder:!0,p:`sm`,component:`section`,children:(0,R.jsxs)(p,{justify:`space-between`,align:`flex-start`,wrap:`nowrap`,gap:`sm`,children:[(0,R.jsxs)(`div`,{children:[(0,R.jsx)(O,{order:2,size:`h5`,className:`sku`,children:t}),(0,R.jsx)(m,{component:`ul`,gap:2,pl:`md`,my:4,children:r.map(e=>(0,R.jsxs)(h,{component:`li`,size:`sm`,children:[(0,R.jsx)(`span`,{className:`sku`,children:e.sku}),` `,e.title]},e.id))})]}),(0,R.jsx)(s,{component:c,href:`/integrations/${e}/remap?family=${encodeURIComponent(t)}`,underline:`always`,fw:600,"aria-label":`Remap the family ${t}`,children:`Remap`})]})})}function Ee(){let{id:e,integration:n,fetching:r,error:i,refresh:a}=_(),[o,l]=u(),d=o.get(`family`)??``,f=o.get(`product`)??void 0;return(0,R.jsxs)(m,{maw:1400,mx:`auto`,children:[d!==``&&(0,R.jsx)(s,{component:c,href:`/integrations/${e}/remap`,size:`sm`,children:`← Partially mapped products`}),(0,R.jsx)(b,{tab:d===``?`Remap`:`Remap ${d}`,children:d===``?`Remap${n?` products of ${n.name}`:``}`:(0,R.jsxs)(R.Fragment,{children:[`Remap `,(0,R.jsx)(`span`,{className:`sku`,children:d})]})},`title ${d}`),i&&(0,R.jsx)(v,{error:i,title:`The integration could not be read`,onRetry:a}),!i&&!r&&!n&&(0,R.jsxs)(h,{children:[`There is no such integration. `,(0,R.jsx)(s,{component:c,underline:`always`,href:`/`,children:`Choose one on the home page`}),`.`]}),n&&!n.productsEnabled&&(0,R.jsxs)(t,{color:`yellow`,title:`Products is turned off`,children:[`Nothing can be remapped until it is turned on in the `,(0,R.jsx)(s,{component:c,underline:`always`,href:`/settings`,children:`settings`}),`.`]}),n&&d===``&&(0,R.jsx)(Ce,{integrationId:e,onFamily:e=>l({family:e})}),n&&d!==``&&(0,R.jsx)(xe,{integrationId:e,familySku:d,product:f,onProduct:e=>l({family:d,product:e},{replace:!0})},d)]})}export{Ee as default};