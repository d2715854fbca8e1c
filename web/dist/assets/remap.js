import{__toESM as e}from"./rolldown-runtime.js";import{Alert as t,Paper as n,graphql as r,useClient as i,useQuery as a}from"./gql.js";import{ActionIcon as o,Anchor as s,Link as c,useParams as l,useSearchParams as u}from"./index.js";import{Box as d,Button as f,Group as p,Stack as m,Text as h,useMediaQuery as g}from"./Stack.js";import{useIntegration as _}from"./integration.js";import{Problem as v,Skeleton as y}from"./problem.js";import{IconSearch as b,PageTitle as x,Pager as S,TargetView as C,nameTarget as ee,targetCode as w,targetKey as T,targetName as E,useDebouncedValue as D,usePaging as O}from"./target-view.js";import{Title as k}from"./Title.js";import{require_jsx_runtime as A,require_react as j}from"./preload-helper.js";import{TargetSelect as M}from"./target-select.js";import{Undo as te}from"./undo.js";import{Badge as N}from"./Badge.js";import{IconX as P}from"./IconX.js";import{ScrollArea as F}from"./OptionalPortal.js";import{Table as I}from"./Table.js";import{RejectedRows as L}from"./rejected-rows.js";import{TextInput as R}from"./TextInput.js";var z=e(j(),1),B=A(),V={kept:{stroke:`var(--mantine-color-gray-6)`,strokeWidth:2,strokeDasharray:void 0},new:{stroke:`light-dark(var(--mantine-color-blue-8), var(--mantine-color-blue-4))`,strokeWidth:3,strokeDasharray:`8 4`},gone:{stroke:`light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))`,strokeWidth:2,strokeDasharray:`2 5`}};function ne({container:e,links:t}){let[n,r]=(0,z.useState)([]);return(0,z.useEffect)(()=>{let n=e.current;if(!n)return;let i=()=>r(H(n,t));i();let a=new ResizeObserver(i);return a.observe(n),()=>a.disconnect()},[e,t]),(0,B.jsx)(`svg`,{"aria-hidden":!0,style:{position:`absolute`,inset:0,width:`100%`,height:`100%`,pointerEvents:`none`,overflow:`visible`},children:n.map(({from:e,to:t,kind:n,path:r})=>(0,B.jsx)(`path`,{d:r,fill:`none`,strokeLinecap:`round`,...V[n]},`${n} ${e} ${t}`))})}function H(e,t){let n=e.getBoundingClientRect(),r=t=>new Map([...e.querySelectorAll(`[${t}]`)].map(e=>[e.getAttribute(t),e.getBoundingClientRect()])),i=r(`data-link-from`),a=r(`data-link-to`);return t.flatMap(e=>{let t=i.get(e.from),r=a.get(e.to);if(!t||!r)return[];let[o,s]=[t.right-n.left,t.top+t.height/2-n.top],[c,l]=[r.left-n.left,r.top+r.height/2-n.top],u=(c-o)/2;return[{...e,path:`M ${o} ${s} C ${o+u} ${s}, ${c-u} ${l}, ${c} ${l}`}]})}function re(){let e={kept:`stays`,new:`new`,gone:`goes`};return(0,B.jsx)(`div`,{style:{display:`flex`,gap:16,fontSize:`var(--mantine-font-size-xs)`},children:[`kept`,`new`,`gone`].map(t=>(0,B.jsxs)(`span`,{style:{display:`inline-flex`,alignItems:`center`,gap:6},children:[(0,B.jsx)(`svg`,{width:36,height:8,"aria-hidden":!0,children:(0,B.jsx)(`path`,{d:`M 2 4 H 34`,strokeLinecap:`round`,...V[t]})}),e[t]]},t))})}var ie=(0,z.memo)(function({line:e,foreign:t,choice:r,refused:i,after:a,candidates:u,onChoose:f,onPick:m}){let{id:g}=l(),{sku:_}=e;return(0,B.jsxs)(n,{withBorder:!0,p:`xs`,fz:`sm`,"data-link-from":_,children:[(0,B.jsxs)(p,{justify:`space-between`,gap:`xs`,wrap:`nowrap`,align:`flex-start`,children:[(0,B.jsxs)(`div`,{children:[(0,B.jsx)(`span`,{className:`sku`,children:_}),(0,B.jsx)(h,{size:`xs`,lineClamp:1,children:e.title||`No title`})]}),t&&(0,B.jsx)(s,{component:c,href:`/integrations/${g}/remap?family=${encodeURIComponent(e.familySku)}`,size:`xs`,underline:`always`,children:`other family`})]}),(0,B.jsx)(U,{line:e,after:a,candidates:u}),(0,B.jsxs)(p,{gap:4,wrap:`nowrap`,align:`flex-start`,mt:4,children:[(0,B.jsx)(d,{flex:1,miw:0,children:(0,B.jsx)(M,{asSelect:!0,label:`Link ${_} to`,hideLabel:!0,placeholder:`By the rules, or pick an item`,value:r?.code??``,onChange:e=>f(_,e===``?void 0:{code:e}),onPick:e=>m(_,e),candidates:u,error:r?.problem??i})}),r&&(0,B.jsx)(o,{variant:`subtle`,color:`gray`,size:`lg`,"aria-label":`Clear the choice for ${_}`,onClick:()=>f(_,void 0),children:(0,B.jsx)(P,{size:16})})]})]})});function U({line:e,after:t,candidates:n}){let r=e.nowKey===void 0?void 0:e.listing?.mapping?.target??n.find(t=>T(t)===e.nowKey),i=t&&t.kind===`new`;return(0,B.jsxs)(h,{size:`xs`,component:`div`,c:`dimmed`,children:[`Now: `,r?(0,B.jsx)(W,{target:r}):`not mapped`,i&&(0,B.jsxs)(B.Fragment,{children:[` `,(0,B.jsx)(N,{size:`xs`,color:`blue`,variant:`light`,tt:`none`,children:`then`}),` `,(0,B.jsx)(W,{target:t.target})]}),t?.kind===`lost`&&(0,B.jsxs)(B.Fragment,{children:[` `,(0,B.jsx)(N,{size:`xs`,color:`red`,variant:`light`,tt:`none`,children:`then none`})]}),t?.kind===`kept`&&`, stays`]})}function W({target:e}){let t=w(e);return t?(0,B.jsx)(`span`,{className:`sku`,children:t}):(0,B.jsx)(B.Fragment,{children:E(e)})}var ae=r(`
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
`),oe=r(`
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
`),se=r(`
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
`);var ce=r(`
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
`);function J(e){let t=(t,n)=>({target:{level:n?`SIZE_OPTION`:`PRODUCT_OPTION`,product:e,option:t,size:n??null},link:(n??t).mapping?.listing});return e.options.flatMap(e=>[t(e),...e.sizes.map(n=>t(e,n))])}var Y=50;function le({outcome:e,stale:t}){let[n,r]=(0,z.useState)(!1);if(e.rejectedRows.length>0)return(0,B.jsxs)(m,{gap:`xs`,children:[(0,B.jsxs)(h,{size:`sm`,role:`status`,children:[e.rejectedRows.length===1?`A pair would be refused; while it is`:`${e.rejectedRows.length.toLocaleString()} pairs would be refused; while they are`,`, nothing can be changed.`]}),(0,B.jsx)(L,{rows:e.rejectedRows})]});let i=[...e.created.map(e=>({pair:e,kind:`new`})),...e.lost.map(e=>({pair:e,kind:`lost`})),...e.kept.map(e=>({pair:e,kind:`kept`}))],a=n?i:i.slice(0,Y),o=e.created.length+e.deleted>0;return(0,B.jsxs)(m,{gap:`xs`,style:{opacity:t?.6:1},"aria-busy":t,children:[(0,B.jsxs)(h,{size:`sm`,role:`status`,className:`numeric`,children:[e.created.length.toLocaleString(),` new, `,e.kept.length.toLocaleString(),` kept, `,e.lost.length.toLocaleString(),` lost; `,e.deleted.toLocaleString(),` former`,` `,e.deleted===1?`link`:`links`,` deleted.`,!o&&` So nothing changes: pick an item at a listing to link it.`]}),i.length>0&&(0,B.jsx)(F,{viewportProps:{tabIndex:0,role:`region`,"aria-label":`Rows of the remap`},children:(0,B.jsxs)(I,{withTableBorder:!0,miw:560,children:[(0,B.jsx)(I.Thead,{children:(0,B.jsxs)(I.Tr,{children:[(0,B.jsx)(I.Th,{w:90,children:`What`}),(0,B.jsx)(I.Th,{children:`SKU`}),(0,B.jsx)(I.Th,{children:`Before`}),(0,B.jsx)(I.Th,{children:`After`})]})}),(0,B.jsx)(I.Tbody,{children:a.map(({pair:e,kind:t})=>(0,B.jsx)(Z,{pair:e,kind:t},e.sku))})]})}),a.length<i.length&&(0,B.jsx)(`div`,{children:(0,B.jsxs)(f,{size:`xs`,variant:`default`,onClick:()=>r(!0),children:[`Show all `,i.length.toLocaleString()]})})]})}var X={new:{label:`New`,color:`blue`},kept:{label:`Kept`,color:`gray`},lost:{label:`Lost`,color:`red`}};function Z({pair:e,kind:t}){let n=t===`lost`?e.target:e.formerTarget;return(0,B.jsxs)(I.Tr,{children:[(0,B.jsx)(I.Td,{children:(0,B.jsx)(N,{color:X[t].color,variant:`light`,tt:`none`,children:X[t].label})}),(0,B.jsx)(I.Th,{scope:`row`,fw:400,ta:`start`,className:`sku`,children:e.sku}),(0,B.jsx)(I.Td,{children:n?(0,B.jsx)(C,{target:n,withLevel:!1}):(0,B.jsx)(Q,{})}),(0,B.jsx)(I.Td,{children:t===`lost`?(0,B.jsx)(Q,{}):(0,B.jsx)(C,{target:e.target})})]})}function Q(){return(0,B.jsx)(h,{size:`sm`,c:`dimmed`,children:`not mapped`})}function ue({product:e,included:t,after:r,onInclude:i}){let a=new Map([...r??[]].filter(([,e])=>e.kind!==`lost`).map(([e,t])=>[T(t.target),e]));return(0,B.jsxs)(n,{withBorder:!0,p:`xs`,fz:`sm`,component:`section`,children:[(0,B.jsxs)(p,{justify:`space-between`,gap:`xs`,align:`flex-start`,wrap:`nowrap`,children:[(0,B.jsxs)(`div`,{children:[(0,B.jsx)(k,{order:3,size:`h6`,children:e.name||`Without a name`}),e.code&&(0,B.jsx)(`span`,{className:`sku`,children:e.code})]}),t?(0,B.jsx)(N,{variant:`light`,tt:`none`,style:{flexShrink:0},children:`In this remap`}):(0,B.jsx)(f,{size:`compact-xs`,variant:`default`,style:{flexShrink:0},onClick:()=>i(e.id),"aria-label":`Take in ${e.name||e.code||`this product`}`,children:`Take in`})]}),(0,B.jsx)(m,{component:`ul`,gap:2,p:0,mt:`xs`,mb:0,style:{listStyle:`none`},children:J(e).map(e=>(0,B.jsx)(de,{place:e,nextSku:a.get(T(e.target)),known:r!==void 0,moves:r?.has(e.link?.sku??``)??!1},T(e.target)))})]})}function de({place:{target:e,link:t},nextSku:n,known:r,moves:i}){let a=e.size??e.option,o=n??(i?void 0:t?.sku);return(0,B.jsxs)(p,{component:`li`,"data-link-to":T(e),gap:`xs`,justify:`space-between`,py:4,pl:e.size?`md`:`xs`,style:{borderTop:`1px solid var(--mantine-color-default-border)`},children:[(0,B.jsxs)(`div`,{children:[(0,B.jsx)(`span`,{className:`sku`,children:a.code??`no Code`}),` `,(0,B.jsx)(h,{span:!0,size:`xs`,children:a.name})]}),(0,B.jsxs)(h,{size:`xs`,c:`dimmed`,component:`div`,children:[t?(0,B.jsx)(`span`,{className:`sku`,children:t.sku}):`free`,r&&o!==t?.sku&&(0,B.jsxs)(B.Fragment,{children:[`, then `,o?(0,B.jsx)(`span`,{className:`sku`,children:o}):`free`]})]})]})}function fe(e,t,n){let r=i(),[{data:o,fetching:s,error:c},l]=a({query:G,variables:{integrationId:e,familySku:t}}),[u,d]=(0,z.useState)(),[f,p]=(0,z.useState)(),[m,h]=(0,z.useState)(0),g=o?.amazonListings.nodes,_=(g?pe(g,n):[]).join(` `),v=g!==void 0;return(0,z.useEffect)(()=>{if(!v)return;let t=!1;return(async()=>{let n=await Promise.all(_.split(` `).filter(Boolean).map(t=>r.query(se,{integrationId:e,id:t}).toPromise()));t||(p(n.find(e=>e.error)?.error),d(n.map(e=>e.data?.node).filter(e=>!!e&&`options`in e)))})(),()=>{t=!0}},[r,e,_,v,m]),{listings:g,products:u,more:o?.amazonListings.pageInfo.hasNextPage??!1,fetching:s,error:c??f,again:()=>{l(),h(e=>e+1)}}}function pe(e,t){let n=e.flatMap(e=>e.mapping?[e.mapping.target.product.id]:[]),r=e.flatMap(e=>e.matches.map(e=>e.product.id));return[...new Set([...t,...n,...r])]}function me(e,t){let n=new Map(t.flatMap(J).map(({target:e},t)=>[T(e),t])),r=e=>e.nowKey===void 0?-1:n.get(e.nowKey)??-1,i=e.map(e=>{let{sku:t,familySku:n,title:r,mapping:i}=e;return{sku:t,familySku:n,title:r,nowKey:i?T(i.target):void 0,listing:e}}).sort((e,t)=>r(e)-r(t)),a=new Set(i.map(e=>e.sku)),o=t.flatMap(J).flatMap(({target:e,link:t})=>t&&!a.has(t.sku)?[{...t,nowKey:T(e)}]:[]);return[...i,...o]}function he(e,t,n,r){let i=new Map(n.flatMap(J).map(({target:e})=>[T(e),e.product.id])),a=new Set([e]),o=new Set(r?[r]:[]),s=t.flatMap(e=>{let t=e.nowKey?i.get(e.nowKey):void 0;return t?[{family:e.familySku,product:t}]:[]});for(let e=-1;e!==a.size+o.size;){e=a.size+o.size;for(let{family:e,product:t}of s)(a.has(e)||o.has(t))&&(a.add(e),o.add(t))}return o}function ge(e,t){let n=i(),[r,a]=(0,z.useState)(),o=e?JSON.stringify([e,t]):``;return(0,z.useEffect)(()=>{if(o===``)return;let e=!1,t=setTimeout(async()=>{let t=JSON.parse(o)[0],{data:r,error:i}=await n.mutation(ce,{input:{...t,dryRun:!0}}).toPromise();e||a({key:o,..._e(r?.remapProducts,i)})},250);return()=>{e=!0,clearTimeout(t)}},[n,o]),{outcome:r?.outcome,error:r?.key===o?r.error:void 0,current:r?.key===o}}function _e(e,t){return e?e.userErrors.length>0?{error:{message:e.userErrors.map(e=>e.message).join(` `)}}:{outcome:e}:{error:t??{message:`The server gave no answer.`}}}function ve(e){let t=i();return async n=>{let r=[];for(let{sku:i,target:a}of n){let{data:n,error:o}=await t.query(K,{integrationId:e,sku:i}).toPromise();if(o)return o;let s=n?.amazonListing?.mapping;s&&T(s.target)===T(a)&&r.push(s.id)}if(r.length!==0)return(await t.mutation(q,{integrationId:e,ids:r}).toPromise()).error}}function ye({integrationId:e,familySku:n,product:r,onProduct:a}){let o=i(),s=g(`(max-width: 62em)`,!1,{getInitialValueInEffect:!1})??!1,[c,l]=(0,z.useState)([]),{listings:u,products:_,more:b,error:x,again:S}=fe(e,n,r?[r,...c]:c),[C,w]=(0,z.useState)(new Map),[T,E]=(0,z.useState)(!1),[D,O]=(0,z.useState)(),[A,j]=(0,z.useState)(),[M,N]=(0,z.useState)(0),P=ve(e),F=(0,z.useRef)(null),I=(0,z.useMemo)(()=>me(u??[],_??[]),[u,_]),L=r??(I.some(e=>e.familySku===n&&e.nowKey)?void 0:_?.find(e=>J(e).some(e=>e.link))?.id),R=[...C].filter(([,e])=>e.code.trim()!==``),V=u&&u.length>0&&_?{integrationId:e,familySku:n,omniProductId:L??null,mappings:R.map(([e,t])=>({sku:e,cin7Code:t.code}))}:void 0,H=ge(V,M),U=H.outcome,W=(0,z.useCallback)((e,t)=>{w(n=>{let r=new Map(n);return t?r.set(e,t):r.delete(e),r})},[]),ae=(0,z.useCallback)(async(e,t)=>{l(e=>e.includes(t.product.id)?e:[...e,t.product.id]);try{let{code:n,problem:r}=await ee(o,t);W(e,r===void 0?{code:n}:{code:``,problem:r})}catch(t){W(e,{code:``,problem:t instanceof Error?t.message:String(t)})}},[o,W]),oe=(0,z.useMemo)(()=>(_??[]).flatMap(J).map(e=>e.target),[_]),G=(0,z.useMemo)(()=>xe(U),[U]),se=(0,z.useMemo)(()=>Se(I,G),[I,G]),K=new Map(H.current?U?.rejectedRows.map(e=>[R[e.row-1]?.[0]??e.sku,e.message]):[]),q=()=>{S(),N(e=>e+1)},Y=async()=>{if(!V||T)return;E(!0),j(void 0);let{data:e,error:t}=await o.mutation(ce,{input:{...V,dryRun:!1}}).toPromise();E(!1);let n=_e(e?.remapProducts,t);if(n.error)return j(n.error);if(!n.outcome||n.outcome.rejectedRows.length>0)return q();let{operation:r,deleted:i,created:a}=n.outcome;O({operationId:r?.id,deleted:i,created:a}),w(new Map),q()};if(x)return(0,B.jsx)(v,{error:x,title:`The family could not be read`,onRetry:S});if(!u||!_)return(0,B.jsx)(y,{height:320,"aria-label":`Loading the family`});if(u.length===0)return(0,B.jsxs)(h,{children:[`There is no family `,(0,B.jsx)(`span`,{className:`sku`,children:n}),` in this integration. A family is named by its parent's SKU, or a product by its own.`]});let X=he(n,I,_,L),Z=(U?.created.length??0)+(U?.deleted??0),Q=H.current&&!H.error&&K.size===0&&Z>0&&![...C.values()].some(e=>e.problem);return(0,B.jsxs)(m,{children:[b&&(0,B.jsx)(t,{color:`yellow`,children:`The family has more than 250 listings; the first 250 are shown. The remap takes them all.`}),D&&(0,B.jsx)(te,{operationId:D.operationId??``,nothingDeleted:D.deleted===0,before:()=>P(D.created),onRestored:q,onClose:()=>O(void 0),children:`Remapped: ${$(D.created.length,`new link`)}, ${$(D.deleted,`former link`)} gone.`},D.operationId??`nothing`),A&&(0,B.jsx)(v,{error:A,title:`Nothing was remapped`,onRetry:Y}),(0,B.jsxs)(p,{justify:`space-between`,align:`flex-end`,children:[(0,B.jsx)(d,{w:{base:`100%`,sm:380},children:(0,B.jsx)(be,{onAdd:e=>l(t=>t.includes(e)?t:[...t,e])})}),!s&&(0,B.jsx)(re,{})]}),(0,B.jsxs)(`div`,{ref:F,style:{position:`relative`,display:`grid`,gridTemplateColumns:s?`1fr`:`minmax(0, 1fr) minmax(0, 1fr)`,columnGap:140,rowGap:24,alignItems:`start`},children:[(0,B.jsxs)(m,{gap:`xs`,component:`section`,"aria-labelledby":`amazon-side`,children:[(0,B.jsx)(k,{order:2,size:`h5`,id:`amazon-side`,children:`On Amazon`}),I.map(e=>(0,B.jsx)(ie,{line:e,foreign:e.familySku!==n,choice:C.get(e.sku),refused:K.get(e.sku),after:G?.get(e.sku),candidates:oe,onChoose:W,onPick:ae},e.sku))]}),(0,B.jsxs)(m,{gap:`xs`,component:`section`,"aria-labelledby":`omni-side`,children:[(0,B.jsx)(k,{order:2,size:`h5`,id:`omni-side`,children:`In Omni`}),_.length===0&&(0,B.jsx)(h,{size:`sm`,children:`Nothing in Omni is linked to this family or matches it. Add an Omni product above, or pick its Code at a listing.`}),_.map(e=>(0,B.jsx)(ue,{product:e,included:X.has(e.id),after:G,onInclude:a},e.id))]}),!s&&(0,B.jsx)(ne,{container:F,links:se})]}),(0,B.jsxs)(`section`,{"aria-labelledby":`outcome`,children:[(0,B.jsxs)(p,{justify:`space-between`,mb:`xs`,children:[(0,B.jsx)(k,{order:2,size:`h5`,id:`outcome`,children:`What the remap would do`}),(0,B.jsx)(f,{onClick:Y,loading:T,disabled:!Q,children:Z===0||!U?`Remap`:`Remap: ${$(U.created.length,`new link`)}, ${$(U.deleted,`former link`)} gone`})]}),H.error&&(0,B.jsx)(v,{error:H.error,title:`This cannot be remapped`,onRetry:()=>N(e=>e+1)}),U&&!H.error&&(0,B.jsx)(le,{outcome:U,stale:!H.current}),!U&&!H.error&&(0,B.jsx)(y,{height:120,"aria-label":`Loading the preview`})]})]})}function be({onAdd:e}){let[t,n]=(0,z.useState)(``);return(0,B.jsx)(M,{label:`Show another Omni product`,placeholder:`Code, name or barcode`,value:t,onChange:n,onPick:t=>{e(t.product.id),n(``)}})}function xe(e){if(!e||e.rejectedRows.length>0)return;let t=(e,t)=>e.map(({sku:e,target:n})=>[e,{kind:t,target:n}]);return new Map([...t(e.kept,`kept`),...t(e.created,`new`),...t(e.lost,`lost`)])}function Se(e,t){return e.flatMap(({sku:e,nowKey:n})=>{let r=t?.get(e),i=r&&r.kind!==`lost`?T(r.target):void 0,a=n?[{from:e,to:n,kind:!r||i===n?`kept`:`gone`}]:[];return i&&i!==n?[...a,{from:e,to:i,kind:`new`}]:a})}function $(e,t){return`${e.toLocaleString()} ${t}${e===1?``:`s`}`}function Ce({integrationId:e,onFamily:t}){let[n,r]=(0,z.useState)(``),[i,o]=(0,z.useState)(``),[s]=D(n.trim(),250),c={status:[`PARTIALLY_MAPPED`],search:s||null},l=O(s),[{data:u,fetching:d,error:g},_]=a({query:ae,variables:{integrationId:e,filter:c,...l.page}}),[x]=a({query:oe,variables:{integrationId:e,filter:c}}),C=u?.amazonListings;return(0,B.jsxs)(m,{children:[(0,B.jsx)(h,{maw:760,children:`These listings are not mapped, but others of their family are, so that no import maps them. A remap takes the family and the Omni products that it is mapped to, and decides all their links anew. You see what it would do before it does it, and it can be undone.`}),(0,B.jsxs)(p,{align:`flex-end`,gap:`md`,children:[(0,B.jsx)(R,{type:`search`,label:`Search`,placeholder:`SKU, ASIN or title`,leftSection:(0,B.jsx)(b,{size:16}),value:n,onChange:e=>r(e.currentTarget.value),w:{base:`100%`,sm:300}}),(0,B.jsx)(`form`,{onSubmit:e=>{e.preventDefault(),i.trim()!==``&&t(i.trim())},children:(0,B.jsxs)(p,{align:`flex-end`,gap:`xs`,wrap:`nowrap`,children:[(0,B.jsx)(R,{label:`Or any other family`,placeholder:`The SKU that names it`,value:i,onChange:e=>o(e.currentTarget.value)}),(0,B.jsx)(f,{type:`submit`,variant:`default`,disabled:i.trim()===``,children:`Open`})]})})]}),g&&(0,B.jsx)(v,{error:g,title:`The list could not be read`,onRetry:_}),!C&&!g&&(0,B.jsx)(y,{height:240,"aria-label":`Loading the list`}),C&&C.nodes.length===0&&(0,B.jsx)(h,{children:s===``?`No product is partially mapped.`:`No partially mapped product is found.`}),C&&we(C.nodes).map(([t,n])=>(0,B.jsx)(Te,{integrationId:e,sku:t,listings:n},t)),C&&(C.nodes.length>0||!l.atFirst)&&(0,B.jsx)(S,{paging:l,info:C.pageInfo,shown:C.nodes.length,total:x.fetching?void 0:x.data?.amazonListings.totalCount,what:`partially mapped products`,busy:d})]})}function we(e){let t=new Map;for(let n of e)t.set(n.familySku,[...t.get(n.familySku)??[],n]);return[...t]}function Te({integrationId:e,sku:t,listings:r}){return(0,B.jsx)(n,{withBorder:!0,p:`sm`,component:`section`,children:(0,B.jsxs)(p,{justify:`space-between`,align:`flex-start`,wrap:`nowrap`,gap:`sm`,children:[(0,B.jsxs)(`div`,{children:[(0,B.jsx)(k,{order:2,size:`h5`,className:`sku`,children:t}),(0,B.jsx)(m,{component:`ul`,gap:2,pl:`md`,my:4,children:r.map(e=>(0,B.jsxs)(h,{component:`li`,size:`sm`,children:[(0,B.jsx)(`span`,{className:`sku`,children:e.sku}),` `,e.title]},e.id))})]}),(0,B.jsx)(s,{component:c,href:`/integrations/${e}/remap?family=${encodeURIComponent(t)}`,underline:`always`,fw:600,"aria-label":`Remap the family ${t}`,children:`Remap`})]})})}function Ee(){let{id:e,integration:n,fetching:r,error:i,refresh:a}=_(),[o,l]=u(),d=o.get(`family`)??``,f=o.get(`product`)??void 0;return(0,B.jsxs)(m,{maw:1400,mx:`auto`,children:[d!==``&&(0,B.jsx)(s,{component:c,href:`/integrations/${e}/remap`,size:`sm`,children:`← Partially mapped products`}),(0,B.jsx)(x,{tab:d===``?`Remap`:`Remap ${d}`,children:d===``?`Remap${n?` products of ${n.name}`:``}`:(0,B.jsxs)(B.Fragment,{children:[`Remap `,(0,B.jsx)(`span`,{className:`sku`,children:d})]})},`title ${d}`),i&&(0,B.jsx)(v,{error:i,title:`The integration could not be read`,onRetry:a}),!i&&!r&&!n&&(0,B.jsxs)(h,{children:[`There is no such integration. `,(0,B.jsx)(s,{component:c,underline:`always`,href:`/`,children:`Choose one on the home page`}),`.`]}),n&&!n.productsEnabled&&(0,B.jsxs)(t,{color:`yellow`,title:`Products is turned off`,children:[`Nothing can be remapped until it is turned on in the `,(0,B.jsx)(s,{component:c,underline:`always`,href:`/settings`,children:`settings`}),`.`]}),n&&d===``&&(0,B.jsx)(Ce,{integrationId:e,onFamily:e=>l({family:e})}),n&&d!==``&&(0,B.jsx)(ye,{integrationId:e,familySku:d,product:f,onProduct:e=>l({family:d,product:e},{replace:!0})},d)]})}export{Ee as default};